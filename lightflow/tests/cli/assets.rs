//! What is linked: lists, inspection, schema, drawings.

use expect_test::expect;
use lightflow::cli::Exit;

use crate::support::{To, call};

#[test]
fn assets_are_listed_by_kind() {
    expect![[r#"
        exit 0
        --- stdout
        workflows
          announce    Announces a file.
          asking      Asks a service.
          card        Writes a card.
          idle        Waits.
          packshot    Turns a photo into a packshot.
          sizes       Writes sizes to a file.
          tagged      Tags a photo.
          trouble     Reads a photo that is there, and one that may not be.
          vocabulary  The words of the tagger.

        compositions
          report  Tags an image and sends the tags.
          twice   Scales an image twice.

        nodes
          announce_file  Announces a file that is there.
          ask            Asks a service that wants a key.
          fit            Scales an image so that its longer side is `side` pixels.
          load_image     Reads an image file.
          place          Puts an image on a backdrop and says how large it became.
          send           Sends a text.
          tag            Says what is on an image.
          wait           Waits for a long time.
          words          Only reads the model.
          write_card     Writes a card of one size.
          write_sizes    Writes a list of sizes.

        models
          tagger  Tags pictures.

        types
          Backdrop  What is behind the subject.
          Image     A picture of `width` by `height` pixels.
    "#]]
    .assert_eq(&call(To::Terminal, "assets").shown());
    expect![[r#"
        exit 0
        --- stdout
        {"ok":true,"command":"assets","data":{"types":[{"doc":"What is behind the subject.","id":"cli/Backdrop","name":"Backdrop","source":"lightflow/tests/cli/studio.rs:16"},{"doc":"A picture of `width` by `height` pixels.","id":"cli/Image","name":"Image","source":"lightflow/tests/cli/studio.rs:9"}]},"error":null}
    "#]].assert_eq(&call(To::Pipe, "assets types").shown());
}

#[test]
fn inspect_shows_all_that_is_known() {
    let shown = ["fit", "packshot", "backdrop", "Backdrop", "load-image"]
        .map(|name| call(To::Terminal, &format!("inspect {name}")).shown());
    expect![[r#"
        exit 0
        --- stdout
        node cli/fit  lightflow/tests/cli/studio.rs:35
          Scales an image so that its longer side is `side` pixels.

        inputs
          image  Image                    required
          side   u32 in 16..=8192, in px  default 1024  The longer side.

        output
          Image

        exit 0
        --- stdout
        workflow cli/packshot  lightflow/tests/cli/studio.rs:81
          Turns a photo into a packshot.

        inputs
          photo       path                     required       The photo.
          side        u32 in 16..=4096, in px  default 512    The longer side of the packshot.
          backdrop    Backdrop                 default white  What is behind the product.
          shot_title  optional text            optional       Shown below it.

        output
          text

        exit 2
        --- stderr
        error: there is no asset `backdrop`
        help: write `Backdrop`

        exit 0
        --- stdout
        type cli/Backdrop  lightflow/tests/cli/studio.rs:16
          What is behind the subject.

        schema
          {
            "description": "What is behind the subject.",
            "enum": [
              "white",
              "gradient"
            ],
            "title": "Backdrop",
            "type": "string"
          }

        exit 0
        --- stdout
        node cli/load_image  lightflow/tests/cli/studio.rs:25
          Reads an image file.

          PNG, JPEG and WebP.

        inputs
          path  path  required

        output
          Image

        options
          retry = 2
    "#]]
    .assert_eq(&shown.join("\n"));
    expect![[r#"
        exit 0
        --- stdout
        {"ok":true,"command":"inspect","data":{"assets":[{"async":false,"budget":{"cost":null,"vram_bytes":null},"doc":"Scales an image so that its longer side is `side` pixels.","fingerprint":"d6dd489f22bf61a35e6ea6a7c7f46915","id":"cli/fit","inputs":[{"choices":[],"default":null,"doc":"","len":null,"matches":[],"multiple_of":null,"name":"image","range":null,"required":true,"type":"Image","type_name":"Image","unit":null},{"choices":[],"default":1024,"doc":"The longer side.","len":null,"matches":[],"multiple_of":null,"name":"side","range":"16..=8192","required":false,"type":"u32","type_name":"u32","unit":"px"}],"kind":"node","name":"fit","needs":[],"output":"Image","outputs":[{"name":"out","type":"Image"}],"resource":null,"retry":0,"runs":"learned","source":"lightflow/tests/cli/studio.rs:35","timeout_ms":null,"volatile":false}]},"error":null}
    "#]].assert_eq(&call(To::Pipe, "inspect fit").shown());
}

#[test]
fn a_schema_says_what_inputs_a_workflow_takes() {
    expect![[r#"
        exit 0
        --- stdout
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "additionalProperties": false,
          "description": "Turns a photo into a packshot.",
          "properties": {
            "backdrop": {
              "default": "white",
              "description": "What is behind the product.",
              "enum": [
                "white",
                "gradient"
              ],
              "title": "Backdrop",
              "type": "string"
            },
            "photo": {
              "description": "The photo.",
              "format": "path",
              "type": "string"
            },
            "shot_title": {
              "anyOf": [
                {
                  "type": "string"
                },
                {
                  "type": "null"
                }
              ],
              "description": "Shown below it."
            },
            "side": {
              "default": 512,
              "description": "The longer side of the packshot.",
              "maximum": 4096,
              "minimum": 16,
              "type": "integer",
              "x-unit": "px"
            }
          },
          "required": [
            "photo"
          ],
          "title": "packshot",
          "type": "object"
        }
    "#]]
    .assert_eq(&call(To::Terminal, "schema packshot").shown());
}

#[test]
fn a_graph_is_text_also_in_a_pipe() {
    let called = call(To::Pipe, "graph packshot");
    assert!(called.stdout.starts_with("flowchart"), "{}", called.stdout);
    assert!(call(To::Pipe, "graph twice --format svg").stdout.starts_with("<svg"));
}

#[test]
fn a_graph_goes_to_a_file_in_the_format_of_its_ending() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.svg");
    let called = call(To::Terminal, &format!("graph packshot --output {}", path.display()));
    assert_eq!(called.exit, Exit::Done);
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("<svg"));
}
