//! `#[model(..)] pub struct MINILM;`: the struct as it is, its declaration, and an entry in the registry.

use lightflow_errors as errors;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Fields, ItemStruct, LitInt, LitStr, Path, Token, braced, parenthesized};

use super::{fallback, scoped, spec};
use crate::diag::Diagnostics;
use crate::lower::text_of;
use crate::names;
use crate::syntax::{Given, docs};

const KNOWN: &[&str] = &["family", "files", "id", "licence", "source"];

/// `id = "minilm"`, `family = Text`, `files("model.safetensors" = { .. })`.
enum Entry {
    Text(Ident, LitStr),
    Family(Ident, Path),
    Files(Ident, Vec<FileEntry>),
    Bare(Ident),
}

/// `"model.safetensors" = { sha256 = "..", size = 90868376 }`
struct FileEntry {
    path: LitStr,
    fields: Vec<(Ident, syn::Lit)>,
}

impl Entry {
    /// What is given, to compare it.
    fn given(&self) -> String {
        match self {
            Self::Text(_, text) => text.value(),
            Self::Family(_, family) => text_of(family),
            Self::Files(_, files) => {
                files.iter().map(|file| file.path.value() + &file.says().concat()).collect()
            }
            Self::Bare(_) => String::new(),
        }
    }
}

impl FileEntry {
    fn says(&self) -> Vec<String> {
        self.fields.iter().map(|(name, value)| text_of(&quote!(#name = #value))).collect()
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            let files = Punctuated::<FileEntry, Token![,]>::parse_terminated(&content)?;
            return Ok(Self::Files(name, files.into_iter().collect()));
        }
        if !input.peek(Token![=]) {
            return Ok(Self::Bare(name));
        }
        input.parse::<Token![=]>()?;
        if input.peek(LitStr) {
            Ok(Self::Text(name, input.parse()?))
        } else {
            Ok(Self::Family(name, input.parse()?))
        }
    }
}

impl Parse for FileEntry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.parse()?;
        input.parse::<Token![=]>()?;
        let content;
        braced!(content in input);
        let mut fields = Vec::new();
        while !content.is_empty() {
            let name = content.call(Ident::parse_any)?;
            content.parse::<Token![=]>()?;
            fields.push((name, content.parse()?));
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        Ok(Self { path, fields })
    }
}

/// What the attribute says.
#[derive(Default)]
struct Declared {
    id: Option<LitStr>,
    family: String,
    licence: String,
    source: String,
    files: Vec<TokenStream>,
}

pub fn model(options: TokenStream, item: TokenStream) -> TokenStream {
    let parsed: ItemStruct = match syn::parse2(item.clone()) {
        Ok(parsed) => parsed,
        Err(_) if syn::parse2::<syn::Item>(item.clone()).is_err() => return item,
        Err(_) => {
            let span = item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
            return fallback(
                &item,
                syn::Error::new(
                    span,
                    "a model is a struct\nhelp: write it above a struct, such as `pub struct MINILM;`",
                ),
            );
        }
    };
    let mut diags = Diagnostics::default();
    if !matches!(parsed.fields, Fields::Unit) || !parsed.generics.params.is_empty() {
        let message = "a model has no fields: it stands for its files";
        diags.error(
            errors::MODEL_FIELDS,
            parsed.ident.span(),
            message,
            format!("write `struct {};`", parsed.ident),
        );
    }
    let declared = declared(options, &parsed.ident, &mut diags);
    let (name, text, doc) = (&parsed.ident, spec::bare_name(&parsed.ident), docs(&parsed.attrs));
    let id = match &declared.id {
        Some(id) => quote!(#id),
        None => spec::id(name, None),
    };
    let Declared { family, licence, source: url, files, .. } = declared;
    let source = spec::source(name.span());
    let errors = diags.into_tokens();
    // A struct with mistakes in its fields still is a model: who names it is not to blame.
    let implementation = quote_spanned! { name.span() =>
        impl __lf::ModelAsset for #name {
            const SPEC: &'static __lf::ModelSpec = &__SPEC;
        }
    };
    let declaration = parsed.generics.params.is_empty().then(|| {
        scoped(&quote! {
            static __SPEC: __lf::ModelSpec = __lf::ModelSpec {
                id: #id, name: #text, doc: #doc, family: #family, licence: #licence, source_url: #url,
                files: &[#(#files),*], source: #source,
            };
            #implementation
            __lf::inventory::submit! { __lf::Asset::ModelFiles(&__SPEC) }
        })
    });
    // Names of models are written as their makers write them.
    quote!(#[allow(clippy::upper_case_acronyms)] #item #declaration #errors)
}

fn declared(options: TokenStream, model: &Ident, diags: &mut Diagnostics) -> Declared {
    let mut declared = Declared::default();
    let entries = match Punctuated::<Entry, Token![,]>::parse_terminated.parse2(options) {
        Ok(entries) => entries,
        Err(error) => {
            diags.syntax(errors::OPTION_SYNTAX, error);
            return declared;
        }
    };
    let mut given = Given::default();
    for entry in entries {
        let name = match &entry {
            Entry::Text(name, _) | Entry::Family(name, _) | Entry::Files(name, _) | Entry::Bare(name) => {
                name.clone()
            }
        };
        let text = name.to_string();
        if !given.is_new(&text, entry.given(), name.span(), diags) {
            continue;
        }
        match (text.as_str(), entry) {
            ("id", Entry::Text(_, id)) if !id.value().is_empty() => declared.id = Some(id),
            ("family", Entry::Family(_, family)) => declared.family = text_of(&family),
            ("licence", Entry::Text(_, licence)) => declared.licence = licence.value(),
            ("source", Entry::Text(_, source)) => declared.source = source.value(),
            ("files", Entry::Files(_, files)) => declared.files = all_files(files, diags),
            ("license", _) => diags.error(
                errors::UNKNOWN_OPTION,
                name.span(),
                "a model has no option `license`",
                "write `licence`",
            ),
            (known, _) if KNOWN.contains(&known) => {
                let wanted = match known {
                    "family" => "family = Text",
                    "files" => "files(\"model.safetensors\" = { sha256 = \"..\", size = 90868376 })",
                    "licence" => "licence = \"Apache-2.0\"",
                    "source" => "source = \"https://..\"",
                    _ => "id = \"minilm\"",
                };
                diags.error(
                    errors::OPTION_FORM,
                    name.span(),
                    format!("`{known}` is written otherwise"),
                    format!("write it as in `{wanted}`"),
                );
            }
            _ => {
                diags.error(
                    errors::UNKNOWN_OPTION,
                    name.span(),
                    format!("a model has no option `{text}`"),
                    names::suggest(&text, KNOWN),
                );
            }
        }
    }
    for (needed, mistake, why) in [
        (
            "licence",
            errors::NO_LICENCE,
            "so that people know what they may do with its weights: `licence = \"Apache-2.0\"`",
        ),
        (
            "files",
            errors::NO_FILES,
            "so that they can be checked: `files(\"model.safetensors\" = { sha256 = \"..\", size = 90868376 })`",
        ),
    ] {
        if !given.has(needed) && diags.is_empty() {
            diags.error(
                mistake,
                model.span(),
                format!("the model `{model}` does not say its {needed}"),
                format!("add it, {why}"),
            );
        }
    }
    declared
}

fn all_files(files: Vec<FileEntry>, diags: &mut Diagnostics) -> Vec<TokenStream> {
    let mut seen: Vec<(String, Vec<String>)> = Vec::new();
    let mut all = Vec::new();
    for file in files {
        let path = file.path.value();
        let says = file.says();
        if let Some((_, other)) = seen.iter().find(|(other, _)| *other == path) {
            let help = if *other == says { "remove it" } else { "remove one of them" };
            let message = format!("the file `{path}` is given twice");
            diags.error(errors::DOUBLED_FILE, file.path.span(), message, help);
            continue;
        }
        if path.is_empty() || path.starts_with('/') || path.split('/').any(|part| part == "..") {
            let message = format!("`{path}` is no path inside the model's folder");
            let inside: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | "..")).collect();
            let help = match inside.as_slice() {
                [] => "write the path of a file".to_owned(),
                _ => format!("write `{:?}`", inside.join("/")),
            };
            diags.error(errors::FILE_OUTSIDE, file.path.span(), message, help);
        }
        seen.push((path, says));
        all.push(one_file(file, diags));
    }
    all
}

fn one_file(file: FileEntry, diags: &mut Diagnostics) -> TokenStream {
    let (path, span) = (&file.path, file.path.span());
    let (mut sha256, mut size) = (None, None);
    let before = diags.count();
    for (name, value) in &file.fields {
        match (name.to_string().as_str(), value) {
            ("sha256", syn::Lit::Str(digest)) => match checked_digest(digest, diags) {
                Some(digest) => sha256 = Some(digest),
                None => sha256 = Some(String::new()),
            },
            ("sha256", other) => {
                diags.error(
                    errors::DIGEST,
                    other.span(),
                    "`sha256` needs a text",
                    "write the 64 digits that `sha256sum` prints",
                );
            }
            ("size", syn::Lit::Int(bytes)) => size = Some(number(bytes, diags)),
            ("size", other) => diags.error(
                errors::FILE_FORM,
                other.span(),
                "`size` needs a number of bytes",
                "write it as in `size = 90868376`",
            ),
            (other, _) => {
                let help = names::suggest(other, &["sha256", "size"]);
                diags.error(
                    errors::UNKNOWN_OPTION,
                    name.span(),
                    format!("a model's file has no `{other}`"),
                    help,
                );
            }
        }
    }
    for (name, missing) in [("sha256", sha256.is_none()), ("size", size.is_none())] {
        if missing && diags.count() == before {
            let message = format!("the file `{}` does not say its `{name}`", path.value());
            diags.error(
                errors::FILE_FORM,
                span,
                message,
                "write both, as in `{ sha256 = \"..\", size = 90868376 }`",
            );
        }
    }
    let (sha256, size) = (sha256.unwrap_or_default(), size.unwrap_or_default());
    quote_spanned!(span => __lf::ModelFile { path: #path, sha256: #sha256, size: #size })
}

fn checked_digest(digest: &LitStr, diags: &mut Diagnostics) -> Option<String> {
    let text = digest.value();
    let digits = text.len() == 64 && text.chars().all(|digit| digit.is_ascii_hexdigit());
    if digits {
        return Some(text.to_ascii_lowercase());
    }
    let found = match text.chars().find(|digit| !digit.is_ascii_hexdigit()) {
        Some(other) => format!("`{other}` is none"),
        None => format!("this has {}", text.len()),
    };
    let message = format!("a SHA-256 has 64 hexadecimal digits, and {found}");
    diags.error(errors::DIGEST, digest.span(), message, "write the 64 digits that `sha256sum` prints");
    None
}

fn number(literal: &LitInt, diags: &mut Diagnostics) -> u64 {
    literal.base10_parse().unwrap_or_else(|_| {
        diags.error(
            errors::FILE_FORM,
            literal.span(),
            "the size is too large",
            "write the number of bytes that `ls -l` prints",
        );
        0
    })
}
