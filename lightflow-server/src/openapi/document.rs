//! Writes the table down as a document of OpenAPI 3.1.

use lightflow_service::service::Service;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::operation::{Answer, Body, Operation, Parameter, Place, Tag};
use super::{operations, types, workflow};

/// Parameters of paths, and what they name.
const PATH_PARAMETERS: [(&str, &str, &str); 4] = [
    ("w", "Its name, or its id with `~` for `/` where two crates have one of that name.", "product_photos"),
    ("id", "The id of a run or sweep; of a run, the beginning of it or `last` will do.", "last"),
    ("other", "The run to compare with.", "last"),
    ("digest", "The digest of a content: 64 hexadecimal digits.", ""),
];

/// The document of a program: what every server answers, and what its workflows add.
#[must_use]
pub fn document(service: &Service) -> Value {
    let (name, version) = service.program().unwrap_or(("lightflow", env!("CARGO_PKG_VERSION")));
    let mut written = Written::default();
    for operation in operations() {
        let described = written.operation(&operation, operation.id);
        written.add(operation.path, operation.method, described);
    }
    for spec in service.registry().workflows() {
        let of = workflow::of(service.registry(), spec);
        for (path, id, operation) in &of.operations {
            let mut described = written.operation(operation, id);
            described["summary"] = format!("{}: {}", spec.graph.name, operation.summary).into();
            if !spec.graph.doc.is_empty() {
                described["description"] = spec.graph.doc.trim().into();
            }
            // The path names the workflow.
            if let Some(parameters) = described["parameters"].as_array_mut() {
                parameters.retain(|parameter| parameter["in"] != "path");
            }
            let schema = &mut described["requestBody"]["content"]["application/json"]["schema"];
            *schema = workflow::body(schema, &of);
            written.add(path, operation.method, described);
        }
        written.schemas.extend(of.schemas);
    }
    let problem = written.given.subschema_for::<types::Problem>();
    let responses: Map<String, Value> = Problem::ALL
        .iter()
        .map(|status| {
            let content = json!({ "application/problem+json": { "schema": problem } });
            let mut response = json!({ "description": status.doc, "content": content });
            if let Some((header, doc)) = status.header {
                response["headers"] =
                    json!({ header: { "description": doc, "schema": { "type": "string" } } });
            }
            (status.name.to_owned(), response)
        })
        .collect();
    let tags: Vec<Value> = Tag::ALL
        .iter()
        .map(|tag| {
            let (name, doc) = tag.text();
            json!({ "name": name, "description": doc })
        })
        .collect();
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": name,
            "version": version,
            "description": "Workflows of this program over HTTP: run them, follow them, look at what they made and judge it. \
                            Times are milliseconds since 1970, sizes are bytes, digests are 64 hexadecimal digits of BLAKE3. \
                            Errors are problem details (RFC 9457) with a stable `code`.",
        },
        "servers": [{ "url": "/" }],
        "security": [{}, { "token": [] }],
        "tags": tags,
        "paths": written.paths,
        "components": {
            "schemas": written.schemas(),
            "responses": responses,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "Where the server was started with a token." },
            },
        },
    })
}

/// What was written so far.
struct Written {
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
    /// Schemas of what is sent to the server.
    taken: SchemaGenerator,
    /// Schemas of what it gives.
    given: SchemaGenerator,
}

impl Default for Written {
    fn default() -> Self {
        let settings = SchemaSettings::draft2020_12()
            .with(|settings| settings.definitions_path = "/components/schemas".into());
        let taken = settings.clone().for_deserialize().into_generator();
        Self {
            paths: Map::new(),
            schemas: Map::new(),
            taken,
            given: settings.for_serialize().into_generator(),
        }
    }
}

impl Written {
    fn add(&mut self, path: &str, method: &str, described: Value) {
        self.paths.entry(path).or_insert_with(|| json!({}))[method] = described;
    }

    fn operation(&mut self, operation: &Operation, id: &str) -> Value {
        let Operation { path, tag, summary, doc, parameters, body, answers, errors, .. } = operation;
        let mut all: Vec<Value> = PATH_PARAMETERS
            .iter()
            .filter(|(name, ..)| path.contains(&format!("{{{name}}}")))
            .map(|(name, doc, example)| path_parameter(name, doc, example))
            .collect();
        all.extend(parameters.iter().map(|parameter| self.parameter(parameter)));
        let mut responses: Map<String, Value> =
            answers.iter().map(|answer| (answer.status.to_string(), self.answer(answer))).collect();
        for status in errors {
            let name =
                Problem::ALL.iter().find(|problem| problem.status == *status).map(|problem| problem.name);
            let name = name.expect("every error of the table has a response");
            responses.insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{name}") }));
        }
        let mut described = json!({
            "operationId": id,
            "tags": [tag.text().0],
            "summary": summary,
            "responses": responses,
        });
        if !doc.is_empty() {
            described["description"] = (*doc).into();
        }
        if !all.is_empty() {
            described["parameters"] = all.into();
        }
        if let Some(body) = body {
            described["requestBody"] = self.body(body);
        }
        described
    }

    fn parameter(&mut self, parameter: &Parameter) -> Value {
        let Parameter { name, place, doc, schema, required, default } = parameter;
        let mut schema = schema(&mut self.taken).to_value();
        if let Some(default) = default {
            schema["default"] = serde_json::from_str(default).expect("defaults of the table are JSON");
        }
        let place = match place {
            Place::Query => "query",
            Place::Header => "header",
        };
        json!({ "name": name, "in": place, "description": doc, "required": required, "schema": schema })
    }

    fn body(&mut self, body: &Body) -> Value {
        let mut content = json!({});
        if let Some(schema) = body.schema {
            content["schema"] = schema(&mut self.taken).to_value();
        }
        if let Some(example) = &body.example {
            content["example"] = example.clone();
        }
        json!({ "required": true, "content": { body.media: content } })
    }

    fn answer(&mut self, answer: &Answer) -> Value {
        let content: Map<String, Value> = answer
            .content
            .iter()
            .map(|(media, schema)| {
                let schema = schema.map(|schema| schema(&mut self.given).to_value());
                ((*media).to_owned(), schema.map_or_else(|| json!({}), |schema| json!({ "schema": schema })))
            })
            .collect();
        let mut described = json!({ "description": answer.doc });
        if !content.is_empty() {
            described["content"] = content.into();
        }
        for (header, doc) in &answer.headers {
            described["headers"][header] = json!({ "description": doc, "schema": { "type": "string" } });
        }
        described
    }

    /// All schemas by their names. A type that is sent and given has one.
    fn schemas(mut self) -> Map<String, Value> {
        let (taken, given) = (self.taken.take_definitions(true), self.given.take_definitions(true));
        self.schemas.extend(taken);
        self.schemas.extend(given);
        self.schemas
    }
}

fn path_parameter(name: &str, doc: &str, example: &str) -> Value {
    let mut schema = json!({ "type": "string" });
    let mut parameter = json!({ "name": name, "in": "path", "required": true, "description": doc });
    if example.is_empty() {
        schema["pattern"] = "^[0-9a-f]{64}$".into();
    } else {
        parameter["example"] = example.into();
    }
    parameter["schema"] = schema;
    parameter
}

/// A status of an error.
struct Problem {
    status: u16,
    name: &'static str,
    doc: &'static str,
    header: Option<(&'static str, &'static str)>,
}

impl Problem {
    const ALL: [Self; 12] = [
        Self::new(400, "BadRequest", "The request does not read as one."),
        Self::new(401, "Unauthorized", "A token is missing or wrong.")
            .with("WWW-Authenticate", "How to send the token."),
        Self::new(403, "Forbidden", "This may not be asked from there: another host or origin."),
        Self::new(404, "NotFound", "There is nothing of this name."),
        Self::new(405, "MethodNotAllowed", "The path has no such method."),
        Self::new(409, "Conflict", "It cannot be used in this way now."),
        Self::new(413, "TooLarge", "What was sent is too large."),
        Self::new(415, "OtherType", "What was sent is not of the type that it says, or that is asked for."),
        Self::new(416, "RangeNotSatisfiable", "The content has no such bytes."),
        Self::new(422, "NotReady", "Something stands in the way: `findings` has all of it."),
        Self::new(429, "QueueFull", "Too many runs wait.")
            .with("Retry-After", "In how many seconds to try again."),
        Self::new(500, "Failed", "The store could not be read or written."),
    ];

    const fn new(status: u16, name: &'static str, doc: &'static str) -> Self {
        Self { status, name, doc, header: None }
    }

    const fn with(mut self, header: &'static str, doc: &'static str) -> Self {
        self.header = Some((header, doc));
        self
    }
}
