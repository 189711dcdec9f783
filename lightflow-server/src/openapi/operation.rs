//! One thing that can be asked, and how the table of them is written.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

/// Makes the schema of a type, as a reference where the type has a name.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// One thing that can be asked.
#[derive(Clone, Debug)]
pub struct Operation {
    /// In lower case.
    pub method: &'static str,
    /// With parameters in braces.
    pub path: &'static str,
    /// Its name, for clients that are generated.
    pub id: &'static str,
    /// What it is about.
    pub tag: Tag,
    /// One line.
    pub summary: &'static str,
    /// What else there is to say.
    pub doc: &'static str,
    /// Those of the query and of headers; those of the path follow from it.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back when all goes well.
    pub answers: Vec<Answer>,
    /// The statuses of errors, each with problem details.
    pub errors: Vec<u16>,
}

/// What an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tag {
    /// The server itself.
    Server,
    /// Nodes, types and whatever else the program has.
    Assets,
    /// What can be run.
    Workflows,
    /// What was run.
    Runs,
    /// What happens while something runs.
    Events,
    /// What runs made.
    Artifacts,
    /// Many runs at once.
    Sweeps,
    /// What people say of artifacts.
    Verdicts,
    /// Inputs under a name.
    Presets,
    /// Files for inputs.
    Uploads,
}

/// A parameter of the query or a header.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub doc: &'static str,
    /// Its type.
    pub schema: SchemaOf,
    /// Whether it must be there.
    pub required: bool,
    /// The value it has when none is given, as JSON.
    pub default: Option<&'static str>,
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Behind the question mark.
    Query,
    /// In a header.
    Header,
}

/// What is sent.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its media type.
    pub media: &'static str,
    /// Its type; bytes have none.
    pub schema: Option<SchemaOf>,
    /// How it may look.
    pub example: Option<Value>,
}

/// What comes back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// What it says.
    pub doc: &'static str,
    /// Media types with the schema of each; bytes have none.
    pub content: Vec<(&'static str, Option<SchemaOf>)>,
    /// Headers of its own, and what they say.
    pub headers: Vec<(&'static str, &'static str)>,
}

impl Tag {
    /// All there are, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Server,
        Self::Assets,
        Self::Workflows,
        Self::Runs,
        Self::Events,
        Self::Artifacts,
        Self::Sweeps,
        Self::Verdicts,
        Self::Presets,
        Self::Uploads,
    ];

    /// Its name, and what is said of it.
    pub fn text(self) -> (&'static str, &'static str) {
        match self {
            Self::Server => ("server", "The server itself."),
            Self::Assets => ("assets", "Nodes, compositions, types and models of the program."),
            Self::Workflows => ("workflows", "What can be run: inputs, plans, checks, and runs of each."),
            Self::Runs => ("runs", "What was run, what it gave, and running it again."),
            Self::Events => ("events", "What happens while something runs, live."),
            Self::Artifacts => ("artifacts", "Files that runs made."),
            Self::Sweeps => ("sweeps", "Runs over several values of inputs."),
            Self::Verdicts => ("verdicts", "What people say of artifacts."),
            Self::Presets => ("presets", "Inputs under a name."),
            Self::Uploads => ("uploads", "Files that inputs name."),
        }
    }
}

/// The schema of a type.
pub(super) fn of<T: JsonSchema>() -> SchemaOf {
    |generator| generator.subschema_for::<T>()
}

pub(super) fn get(path: &'static str, id: &'static str, tag: Tag, summary: &'static str) -> Operation {
    new("get", path, id, tag, summary)
}

pub(super) fn post(path: &'static str, id: &'static str, tag: Tag, summary: &'static str) -> Operation {
    new("post", path, id, tag, summary)
}

/// Every operation may be refused by the guard or the store; one whose path names something may find nothing there.
pub(super) fn new(
    method: &'static str,
    path: &'static str,
    id: &'static str,
    tag: Tag,
    summary: &'static str,
) -> Operation {
    let mut errors = vec![401, 403, 500];
    if path.contains('{') {
        errors.push(404);
    }
    Operation {
        method,
        path,
        id,
        tag,
        summary,
        doc: "",
        parameters: Vec::new(),
        body: None,
        answers: Vec::new(),
        errors,
    }
}

impl Operation {
    pub(super) fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    pub(super) fn query<T: JsonSchema>(self, name: &'static str, doc: &'static str) -> Self {
        self.parameter::<T>(name, Place::Query, doc, false, None)
    }

    pub(super) fn query_or<T: JsonSchema>(
        self,
        name: &'static str,
        default: &'static str,
        doc: &'static str,
    ) -> Self {
        self.parameter::<T>(name, Place::Query, doc, false, Some(default))
    }

    pub(super) fn must_query<T: JsonSchema>(self, name: &'static str, doc: &'static str) -> Self {
        self.parameter::<T>(name, Place::Query, doc, true, None)
    }

    pub(super) fn header(self, name: &'static str, doc: &'static str) -> Self {
        self.parameter::<String>(name, Place::Header, doc, false, None)
    }

    fn parameter<T: JsonSchema>(
        mut self,
        name: &'static str,
        place: Place,
        doc: &'static str,
        required: bool,
        default: Option<&'static str>,
    ) -> Self {
        self.parameters.push(Parameter { name, place, doc, schema: of::<T>(), required, default });
        if !self.errors.contains(&400) {
            self.errors.push(400);
        }
        self
    }

    pub(super) fn takes<T: JsonSchema>(mut self, example: Value) -> Self {
        let schema = Some(of::<T>());
        self.body = Some(Body { media: "application/json", schema, example: Some(example) });
        self.errors.extend([400, 413, 415]);
        self
    }

    pub(super) fn takes_bytes(mut self) -> Self {
        self.body = Some(Body { media: "application/octet-stream", schema: None, example: None });
        self.errors.extend([400, 413, 415]);
        self
    }

    pub(super) fn gives<T: JsonSchema>(self, status: u16, doc: &'static str) -> Self {
        self.answers(status, doc, vec![("application/json", Some(of::<T>()))])
    }

    /// Gives a content that is no JSON.
    pub(super) fn sends(self, media: &'static str, doc: &'static str) -> Self {
        self.answers(200, doc, vec![(media, None)])
    }

    pub(super) fn answers(
        mut self,
        status: u16,
        doc: &'static str,
        content: Vec<(&'static str, Option<SchemaOf>)>,
    ) -> Self {
        self.answers.push(Answer { status, doc, content, headers: Vec::new() });
        self
    }

    /// A header of the answer that was named last.
    pub(super) fn with(mut self, header: &'static str, doc: &'static str) -> Self {
        if let Some(answer) = self.answers.last_mut() {
            answer.headers.push((header, doc));
        }
        self
    }

    pub(super) fn fails(mut self, statuses: &[u16]) -> Self {
        self.errors.extend(statuses);
        self
    }
}
