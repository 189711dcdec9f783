//! Files that are cut off, changed or hostile: an error in plain words, and never a panic or a wrong recipe.

mod common;

use common::{LOSSY, LOSSY_ALPHA, dressed_jpeg, jpeg, large_recipe, lossless, png, recipe, samples, wav};
use expect_test::expect;
use lightflow_artifact::recipe::{Format, MAX_RECIPE, Recipe, RecipeError, embed, read, read_file, strip};
use proptest::prelude::*;
use serde_json::json;

fn with(file: &[u8], recipe: &Recipe) -> Vec<u8> {
    embed(file, recipe).unwrap().expect("the format has a place")
}

fn place(file: &[u8], text: &[u8]) -> usize {
    file.windows(text.len()).position(|window| window == text).unwrap()
}

#[test]
fn a_file_that_is_cut_off_has_its_whole_recipe_or_none() {
    let small = samples().into_iter().filter(|(_, file)| file.len() < 2000);
    for (name, file) in small {
        let whole = with(&file, &recipe());
        for end in 0..whole.len() {
            let part = &whole[..end];
            if let Ok(Some(found)) = read(part) {
                assert_eq!(found, recipe(), "{name} up to {end}");
            }
            let _ = (strip(part), embed(part, &recipe()));
        }
    }
}

#[test]
fn what_is_wrong_is_said_in_plain_words() {
    let cut = |file: &[u8], end: usize| file[..end].to_vec();
    let changed = |file: &[u8], at: usize, byte: u8| {
        let mut file = file.to_vec();
        file[at] = byte;
        file
    };
    let (png, wav, webp) = (with(&png(), &recipe()), with(&wav(&[1, 2]), &recipe()), with(&LOSSY, &recipe()));
    let large = with(&jpeg(), &large_recipe(100_000));
    let second = large.windows(10).rposition(|window| window == b"lightflow\0").unwrap();
    let newer = String::from_utf8(with(b"{}", &recipe())).unwrap().replace("\"format\":1", "\"format\":7");
    let cases = [
        cut(&png, 60),
        cut(&png, 34),
        changed(&png, 40, b'?'),
        changed(&png, 60, b'?'),
        changed(&png, 51, 1),
        changed(&png, 11, 14),
        cut(&jpeg(), 30),
        changed(&jpeg(), 20, 0),
        changed(&large, second + 11, 9),
        cut(&wav, 50),
        changed(&wav, 40, 0xff),
        changed(&webp, 4, webp[4] - 5),
        b"RIFF\x02\0\0\0WAVE".to_vec(),
        newer.into_bytes(),
        br#"{"$lightflow": {"workflow": "poster"}}"#.to_vec(),
        br#"{"$lightflow": {"format": 1, "workflow": "poster"}}"#.to_vec(),
    ];
    let said: Vec<_> = cases.iter().map(|file| read(file).unwrap_err().to_string()).collect();
    expect![[r#"
        the PNG file is cut off: chunk `iTXt` at byte 33 ends behind the file's 60 bytes; make or copy it again
        the PNG file is cut off: the head of a chunk at byte 33 ends behind the file's 34 bytes; make or copy it again
        the PNG file is damaged: at byte 33 there is no chunk
        the PNG file is damaged: the checksum of its recipe is wrong
        the PNG file is damaged: another program has written its recipe anew, in a form that is not read
        the PNG file is damaged: its first chunk is `IHDR` with 14 bytes instead of `IHDR` with 13
        the JPEG file is cut off: segment 0xc0 at byte 20 ends behind the file's 30 bytes; make or copy it again
        the JPEG file is damaged: at byte 20 there is no marker
        the JPEG file is damaged: part 2 of its recipe is missing
        the WAV file is cut off: the content at byte 8 ends behind the file's 50 bytes; make or copy it again
        the WAV file is damaged: chunk `tflo` at byte 300 goes on behind the end that the header says, 334
        the WebP file is damaged: chunk `lflw` at byte 82 goes on behind the end that the header says, 365
        the WAV file is damaged: its header says that it ends at byte 10, within the header
        the recipe has format 7, but this program knows formats up to 1: read it with a newer LightFlow
        what the file carries is no recipe that LightFlow reads: missing field `format` at line 1 column 22
        what the file carries is no recipe that LightFlow reads: missing field `plan` at line 1 column 35"#]].assert_eq(&said.join("\n"));
}

#[test]
fn a_damaged_picture_gets_no_recipe() {
    let cases =
        [LOSSY[..40].to_vec(), LOSSY_ALPHA[..100].to_vec(), jpeg()[..100].to_vec(), png()[..33].to_vec()];
    let said: Vec<_> = cases.iter().map(|file| embed(file, &recipe()).unwrap_err().to_string()).collect();
    expect![[r#"
        the WebP file is cut off: the content at byte 8 ends behind the file's 40 bytes; make or copy it again
        the WebP file is cut off: the content at byte 8 ends behind the file's 100 bytes; make or copy it again
        the JPEG file is cut off: segment 0xdb at byte 39 ends behind the file's 100 bytes; make or copy it again
        the PNG file is cut off: the head of a chunk at byte 33 ends behind the file's 33 bytes; make or copy it again"#]].assert_eq(&said.join("\n"));
}

#[test]
fn a_recipe_that_is_too_large_is_refused() {
    let error = embed(&png(), &large_recipe(MAX_RECIPE)).unwrap_err();
    expect!["the recipe has 1048825 bytes, but a file carries at most 1048576: give large inputs as files"]
        .assert_eq(&error.to_string());
}

#[test]
fn a_recipe_that_claims_to_be_too_large_is_not_read_into_memory() {
    for file in [png(), jpeg(), lossless(), wav(&[1])] {
        // Just within the limit, then over it by changing what the file says.
        let mut file = with(&file, &large_recipe(MAX_RECIPE - 1000));
        let more = vec![b' '; 2000];
        match Format::of(&file).unwrap() {
            Format::Png => {
                let length = u32::from_be_bytes(file[33..37].try_into().unwrap());
                let end = 33 + 8 + length as usize;
                file.splice(end..end, more);
                file[33..37].copy_from_slice(&(length + 2000).to_be_bytes());
            }
            Format::Jpeg => {
                let at = place(&file, b"JFIF") + 14;
                let part = [b"\xff\xef\xff\xfflightflow\0\0\x01\0\x64", &[b' '; 65_519][..]].concat();
                let parts = (1..=17).flat_map(|number| {
                    let mut part = part.clone();
                    part[15] = number;
                    part
                });
                file = [jpeg()[..at].to_vec(), parts.collect(), jpeg()[at..].to_vec()].concat();
            }
            _ => {
                let at = place(&file, b"lflw") + 4;
                let length = u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
                file.extend(more);
                file[at..at + 4].copy_from_slice(&(length + 2000).to_le_bytes());
                let all = file.len() as u32 - 8;
                file[4..8].copy_from_slice(&all.to_le_bytes());
            }
        }
        assert!(matches!(read(&file), Err(RecipeError::TooLarge { .. })), "{:?}", read(&file));
    }
}

#[test]
fn inputs_that_could_not_be_read_again_are_not_written() {
    let mut recipe = recipe();
    let mut deep = json!(1);
    for _ in 0..200 {
        deep = json!([deep]);
    }
    recipe.inputs.insert("deep".to_owned(), deep);
    let said = embed(&png(), &recipe).unwrap_err().to_string();
    assert!(said.starts_with("the recipe could not be read again: recursion limit"), "{said}");
}

#[test]
fn json_as_deep_as_a_well_gets_a_recipe() {
    let text = format!("{{\"a\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let file = with(text.as_bytes(), &recipe());
    assert_eq!(read(&file).unwrap(), Some(recipe()));
    assert_eq!(strip(&file).unwrap().unwrap(), text.as_bytes());
}

#[test]
fn a_file_that_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("absent.png");
    let said = read_file(&path).unwrap_err().to_string();
    assert!(said.starts_with(&format!("cannot read `{}`: ", path.display())), "{said}");
    assert!(matches!(read_file(folder.path()), Err(RecipeError::Io { .. })));
}

/// Bytes that begin like a format, or a file of that format with some bytes changed.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let heads: [&[u8]; 7] = [
        b"",
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
        b"\xff\xd8\xff",
        b"RIFF\x40\0\0\0WEBPVP8X",
        b"RIFF\x40\0\0\0WAVE",
        b"{\"$lightflow\":",
        b"{",
    ];
    let anything = (proptest::sample::select(heads.to_vec()), proptest::collection::vec(any::<u8>(), 0..400))
        .prop_map(|(head, rest)| [head, &rest].concat());
    let files: Vec<Vec<u8>> = [
        png(),
        jpeg(),
        dressed_jpeg(),
        lossless(),
        LOSSY.to_vec(),
        LOSSY_ALPHA.to_vec(),
        wav(&[1; 11]),
        b"{\"a\": 1}".to_vec(),
    ]
    .iter()
    .flat_map(|file| [file.clone(), with(file, &recipe())])
    .collect();
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8);
    let changed = (proptest::sample::select(files), changes).prop_map(|(mut file, changes)| {
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        file
    });
    prop_oneof![anything, changed]
}

/// JSON objects in many ways of writing them.
fn object() -> impl Strategy<Value = String> {
    let space = "[ \t\r\n]{0,3}";
    let value = prop_oneof![
        Just("null".to_owned()),
        "-?[1-9][0-9]{0,4}",
        Just("{\"$lightflow\": [\"}\\\"\"]}".to_owned()),
        "\"[a-z{}\\[\\]:,]{0,5}\""
    ];
    let member = ("[a-z ${},:]{0,4}", space, value, space)
        .prop_map(|(key, a, value, b)| format!("\"{key}\"{a}:{b}{value}{a}"));
    (space, proptest::collection::vec((space, member), 0..4)).prop_map(|(space, members)| {
        let members: Vec<_> = members.into_iter().map(|(space, member)| format!("{space}{member}")).collect();
        format!("{space}{{{}{space}}}{space}", members.join(","))
    })
}

fn any_recipe() -> impl Strategy<Value = Recipe> {
    let input = prop_oneof![
        any::<u64>().prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        any::<String>().prop_map(|s| json!(s))
    ];
    (any::<String>(), any::<String>(), proptest::collection::btree_map(any::<String>(), input, 0..5))
        .prop_map(|(workflow, step, inputs)| Recipe {
            workflow,
            step,
            inputs: inputs.into_iter().collect(),
            ..Recipe::default()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_bring_it_down(file in hostile()) {
        let _ = (read(&file), strip(&file));
        if let Ok(Some(with)) = embed(&file, &recipe()) {
            prop_assert_eq!(read(&with).unwrap(), Some(recipe()));
            // What was there before was stripped first.
            let before = strip(&file).unwrap().unwrap_or(file);
            prop_assert_eq!(strip(&with).unwrap(), Some(before));
        }
    }

    #[test]
    fn any_object_is_the_same_after_its_recipe_is_gone(text in object(), recipe in any_recipe()) {
        let file = with(text.as_bytes(), &recipe);
        serde_json::from_slice::<serde_json::Value>(&file).unwrap();
        prop_assert_eq!(read(&file).unwrap(), Some(recipe));
        prop_assert_eq!(strip(&file).unwrap(), Some(text.into_bytes()));
    }

    #[test]
    fn any_recipe_fits_any_format(recipe in any_recipe(), first in any_recipe()) {
        for file in [png(), jpeg(), lossless(), wav(&[1; 3])] {
            let once = with(&file, &recipe);
            prop_assert_eq!(&with(&with(&file, &first), &recipe), &once);
            prop_assert_eq!(strip(&once).unwrap(), Some(file));
            prop_assert_eq!(read(&once).unwrap(), Some(recipe.clone()));
        }
    }

    #[test]
    fn any_chunks_of_riff_are_kept(chunks in proptest::collection::vec(("[a-z]{4}", proptest::collection::vec(any::<u8>(), 0..9)), 0..5), cut in any::<bool>()) {
        let chunks: Vec<_> = chunks.iter().filter(|(kind, _)| kind != "lflw").map(|(kind, data)| common::chunk(kind.as_bytes().try_into().unwrap(), data)).collect();
        let mut file = common::riff(b"WAVE", &chunks);
        let odd = chunks.last().is_some_and(|last| last[4] % 2 == 1);
        if cut && odd {
            file.pop();
            file[4] -= 1;
        }
        prop_assert_eq!(strip(&with(&file, &recipe())).unwrap(), Some(file));
    }
}
