use expect_test::expect;
use serde_json::{Value, json};

use super::sample::{ENDLESS, PACKSHOT, PRODUCT_PHOTOS};
use super::*;

fn product_photos() -> Value {
    let json = render(&PRODUCT_PHOTOS.graph, Format::Json);
    serde_json::from_str(&json).expect("it is JSON")
}

#[test]
fn mermaid_has_frames_for_bodies_and_a_diamond_for_a_branch() {
    expect![[r#"
        flowchart TD
          s0(["folder: PathBuf"])
          s1(["side: u32 = 512"])
          s2(["title: Option#60;String#62;"])
          s3["<b>photos</b><br/><small>list_images → Vec#60;PathBuf#62;</small>"]
          s4("double = side #42; 2")
          subgraph c1["shots: for photo in photos, 4 at a time"]
            s5(["photo"])
            s6["<b>load_image</b><br/><small>→ Image</small>"]
            subgraph c0["shot: packshot → Image"]
              s7(["photo"])
              s8(["margin"])
              s9["<b>segment</b><br/><small>→ (Image, Mask)</small>"]
              s10("(subject, mask)")
              s11["<b>cut</b><br/><small>composite → Image</small>"]
              s12["<b>trim</b><br/><small>→ Image</small>"]
            end
            s13["<b>fit</b><br/><small>→ Image</small>"]
          end
          s14["<b>sheet</b><br/><small>contact_sheet → Image</small>"]
          subgraph c4["titled"]
            s15{"match title"}
            subgraph c2["Some(text)"]
              s16(["text"])
              s17(["sheet"])
              s18["<b>write_title</b><br/><small>→ Image</small>"]
            end
            subgraph c3["None"]
              s19(["sheet"])
            end
            s20(("titled"))
          end
          s21["<b>save_image</b><br/><small>→ Artifact</small>"]
          s22(["Artifact"])
          s0 --> s3
          s1 --> s4
          s3 --> s5
          s5 --> s6
          s6 --> s7
          s7 --> s9
          s9 --> s10
          s10 -->|"image"| s11
          s10 -->|"mask"| s11
          s11 -->|"image"| s12
          s8 -->|"margin"| s12
          s12 -->|"image"| s13
          s4 -->|"side"| s13
          s13 --> s14
          s2 --> s15
          s15 --> s16
          s14 --> s17
          s17 -->|"image"| s18
          s16 -->|"title"| s18
          s14 --> s19
          s15 --> s19
          s18 --> s20
          s19 --> s20
          s20 -->|"image"| s21
          s0 -->|"folder"| s21
          s21 --> s22
          classDef param stroke:#64748b,stroke-dasharray:4 3
          class s0,s1,s2,s5,s7,s8,s16,s17,s19 param
          classDef node stroke:#3b6fe0,stroke-width:1.5px
          class s3,s6,s9,s11,s12,s13,s14,s18,s21 node
          classDef glue stroke:#94a3b8
          class s4,s10 glue
          classDef result stroke:#64748b,stroke-width:2px
          class s20,s22 result
          classDef group stroke:#7c4fd6,fill:none
          class c0 group
          classDef loop stroke:#0d8a72,fill:none
          class c1 loop
          classDef branch stroke:#c2700c,fill:none
          class s15,c2,c3,c4 branch
    "#]]
    .assert_eq(&render(&PRODUCT_PHOTOS.graph, Format::Mermaid));
}

#[test]
fn dot_has_a_cluster_for_each_body() {
    expect![[r##"
        digraph "product_photos" {
          graph [rankdir=TB, fontname="Helvetica", fontsize=11, nodesep=0.35, ranksep=0.4];
          node [fontname="Helvetica", fontsize=11, shape=box, style=rounded, color="#3b6fe0"];
          edge [fontname="Helvetica", fontsize=9, color="#64748b", arrowsize=0.7];
          s0 [label="folder: PathBuf", style="rounded,dashed", color="#64748b"];
          s1 [label="side: u32 = 512", style="rounded,dashed", color="#64748b"];
          s2 [label="title: Option<String>", style="rounded,dashed", color="#64748b"];
          s3 [label="photos\nlist_images → Vec<PathBuf>"];
          s4 [label="double = side * 2", shape=plaintext];
          subgraph cluster_c1 {
            label="shots: for photo in photos, 4 at a time"; labeljust=l; style=rounded; color="#0d8a72";
            s5 [label="photo", style="rounded,dashed", color="#64748b"];
            s6 [label="load_image\n→ Image"];
            subgraph cluster_c0 {
              label="shot: packshot → Image"; labeljust=l; style=rounded; color="#7c4fd6";
              s7 [label="photo", style="rounded,dashed", color="#64748b"];
              s8 [label="margin", style="rounded,dashed", color="#64748b"];
              s9 [label="segment\n→ (Image, Mask)"];
              s10 [label="(subject, mask)", shape=plaintext];
              s11 [label="cut\ncomposite → Image"];
              s12 [label="trim\n→ Image"];
            }
            s13 [label="fit\n→ Image"];
          }
          s14 [label="sheet\ncontact_sheet → Image"];
          subgraph cluster_c4 {
            label="titled"; labeljust=l; style=rounded; color="#c2700c";
            s15 [label="match title", shape=diamond, style=solid, color="#c2700c"];
            subgraph cluster_c2 {
              label="Some(text)"; labeljust=l; style=rounded; color="#c2700c";
              s16 [label="text", style="rounded,dashed", color="#64748b"];
              s17 [label="sheet", style="rounded,dashed", color="#64748b"];
              s18 [label="write_title\n→ Image"];
            }
            subgraph cluster_c3 {
              label="None"; labeljust=l; style=rounded; color="#c2700c";
              s19 [label="sheet", style="rounded,dashed", color="#64748b"];
            }
            s20 [label="titled", shape=ellipse, style=solid, color="#c2700c"];
          }
          s21 [label="save_image\n→ Artifact"];
          s22 [label="Artifact", penwidth=2, color="#64748b"];
          s0 -> s3;
          s1 -> s4;
          s3 -> s5;
          s5 -> s6;
          s6 -> s7;
          s7 -> s9;
          s9 -> s10;
          s10 -> s11 [label="image"];
          s10 -> s11 [label="mask"];
          s11 -> s12 [label="image"];
          s8 -> s12 [label="margin"];
          s12 -> s13 [label="image"];
          s4 -> s13 [label="side"];
          s13 -> s14;
          s2 -> s15;
          s15 -> s16;
          s14 -> s17;
          s17 -> s18 [label="image"];
          s16 -> s18 [label="title"];
          s14 -> s19;
          s15 -> s19;
          s18 -> s20;
          s19 -> s20;
          s20 -> s21 [label="image"];
          s0 -> s21 [label="folder"];
          s21 -> s22;
        }
    "##]]
    .assert_eq(&render(&PRODUCT_PHOTOS.graph, Format::Dot));
}

#[test]
fn json_names_what_goes_where() {
    expect![[r#"
        {
          "version": 1,
          "id": "studio/packshot",
          "name": "packshot",
          "doc": "Cuts the subject out and lays it on white.",
          "source": {
            "file": "lightflow/main.rs",
            "line": 7
          },
          "fingerprint": "0000000000000000000000000000001f",
          "params": [
            {
              "name": "photo",
              "type": "Image"
            },
            {
              "name": "margin",
              "type": "f32"
            }
          ],
          "output": "Image",
          "body": {
            "name": "packshot",
            "params": [
              "photo",
              "margin"
            ],
            "steps": [
              {
                "id": "segment",
                "path": "segment",
                "kind": "node",
                "calls": "segment",
                "output": "(Image, Mask)",
                "source": {
                  "file": "lightflow/main.rs",
                  "line": 31,
                  "column": 9
                },
                "fingerprint": "00000000000000000000000000000007",
                "resource": "gpu",
                "inputs": [
                  {
                    "port": "photo",
                    "wire": "photo",
                    "from": null,
                    "up": 0,
                    "pass": "move"
                  }
                ],
                "outputs": [
                  "segment"
                ],
                "last_uses": [
                  "photo"
                ]
              },
              {
                "id": "subject_mask",
                "path": "subject_mask",
                "kind": "glue",
                "text": "(subject, mask)",
                "source": {
                  "file": "lightflow/main.rs",
                  "line": 31,
                  "column": 9
                },
                "inputs": [
                  {
                    "port": "",
                    "wire": "segment",
                    "from": "segment",
                    "up": 0,
                    "pass": "move"
                  }
                ],
                "outputs": [
                  "subject",
                  "mask"
                ],
                "last_uses": [
                  "segment"
                ]
              },
              {
                "id": "cut",
                "path": "cut",
                "kind": "node",
                "calls": "composite",
                "output": "Image",
                "source": {
                  "file": "lightflow/main.rs",
                  "line": 32,
                  "column": 9
                },
                "fingerprint": "00000000000000000000000000000009",
                "inputs": [
                  {
                    "port": "image",
                    "wire": "subject",
                    "from": "subject_mask",
                    "up": 0,
                    "pass": "move"
                  },
                  {
                    "port": "mask",
                    "wire": "mask",
                    "from": "subject_mask",
                    "up": 0,
                    "pass": "move"
                  }
                ],
                "outputs": [
                  "cut"
                ],
                "last_uses": [
                  "subject",
                  "mask"
                ]
              },
              {
                "id": "trim",
                "path": "trim",
                "kind": "node",
                "calls": "trim",
                "output": "Image",
                "source": {
                  "file": "lightflow/main.rs",
                  "line": 33,
                  "column": 9
                },
                "fingerprint": "00000000000000000000000000000004",
                "inputs": [
                  {
                    "port": "image",
                    "wire": "cut",
                    "from": "cut",
                    "up": 0,
                    "pass": "move"
                  },
                  {
                    "port": "margin",
                    "wire": "margin",
                    "from": null,
                    "up": 0,
                    "pass": "move"
                  }
                ],
                "outputs": [
                  "trim"
                ],
                "last_uses": [
                  "margin",
                  "cut"
                ]
              }
            ],
            "result": [
              {
                "port": "",
                "wire": "trim",
                "from": "trim",
                "up": 0,
                "pass": "move"
              }
            ]
          }
        }
    "#]]
    .assert_eq(&render(&PACKSHOT, Format::Json));
}

#[test]
fn a_composition_that_calls_itself_is_drawn_once() {
    expect![[r#"
        flowchart TD
          s0(["n"])
          s1("next = if n #60; 1 #38;#38; #34;#92;#35;#34; #62; #96;x#96; #123; n #125;")
          s2[["<b>again</b><br/><small>endless → Vec#60;#34;#38;#34;#62;, calls itself</small>"]]
          s3(["Vec#60;#34;#38;#34;#62;"])
          s0 --> s1
          s1 --> s2
          s2 --> s3
          classDef param stroke:#64748b,stroke-dasharray:4 3
          class s0 param
          classDef glue stroke:#94a3b8
          class s1 glue
          classDef result stroke:#64748b,stroke-width:2px
          class s3 result
          classDef group stroke:#7c4fd6,fill:none
          class s2 group
    "#]]
    .assert_eq(&render(&ENDLESS, Format::Mermaid));
    expect![[r##"
        digraph "endless" {
          graph [rankdir=TB, fontname="Helvetica", fontsize=11, nodesep=0.35, ranksep=0.4];
          node [fontname="Helvetica", fontsize=11, shape=box, style=rounded, color="#3b6fe0"];
          edge [fontname="Helvetica", fontsize=9, color="#64748b", arrowsize=0.7];
          s0 [label="n", style="rounded,dashed", color="#64748b"];
          s1 [label="next = if n < 1 &amp;&amp; \"\\#\" > `x` { n }", shape=plaintext];
          s2 [label="again\nendless → Vec<\"&amp;\">, calls itself", peripheries=2, color="#7c4fd6"];
          s3 [label="Vec<\"&amp;\">", penwidth=2, color="#64748b"];
          s0 -> s1;
          s1 -> s2;
          s2 -> s3;
        }
    "##]]
    .assert_eq(&render(&ENDLESS, Format::Dot));
    let view = View::of(&ENDLESS);
    assert_eq!(view.body.steps[1].folded, Some(Folded::Recursive));
}

#[test]
fn a_parameter_is_described() {
    assert_eq!(
        product_photos()["params"][1],
        json!({
            "name": "side",
            "type": "u32",
            "doc": "The longer side of a packshot.",
            "default": "512",
            "range": "16..=4096",
            "unit": "px",
        })
    );
}

#[test]
fn a_for_holds_its_body_and_what_it_reads_from_around() {
    let graph = product_photos();
    let step = &graph["body"]["steps"][2];
    assert_eq!(step["kind"], "for");
    assert_eq!(step["text"], "photos");
    assert_eq!(step["concurrency"], 4);
    assert_eq!(step["body"]["params"], json!(["photo"]));
    assert_eq!(
        step["body"]["steps"][2]["inputs"][1],
        json!({"port": "side", "wire": "double", "from": "double", "up": 1, "pass": "borrow"})
    );
    assert_eq!(step["body"]["steps"][1]["body"]["steps"][0]["path"], "shots/shot/segment");
}

#[test]
fn a_node_says_how_it_is_run() {
    let graph = product_photos();
    let step = &graph["body"]["steps"][2]["body"]["steps"][0];
    assert_eq!(step["retry"], 2);
    assert_eq!(step["timeout_ms"], 30_000);
    assert_eq!(step["doc"], "Reads an image file.");
    assert_eq!(graph["body"]["steps"][5]["volatile"], true);
}

#[test]
fn a_branch_holds_its_arms_by_name() {
    let graph = product_photos();
    let step = &graph["body"]["steps"][4];
    assert_eq!(step["kind"], "branch");
    let arms = step["arms"].as_array().expect("a list of arms");
    let names: Vec<&Value> = arms.iter().map(|arm| &arm["name"]).collect();
    assert_eq!(names, ["Some(text)", "None"]);
}

#[test]
fn the_last_step_that_reads_a_value_is_known() {
    let graph = product_photos();
    let steps = graph["body"]["steps"].as_array().expect("a list of steps");
    let last: Vec<&Value> = steps.iter().map(|step| &step["last_uses"]).collect();
    let none = Value::Null;
    assert_eq!(
        last,
        [
            &none,
            &json!(["side"]),
            &json!(["photos", "double"]),
            &json!(["shots"]),
            &json!(["title", "sheet"]),
            &json!(["folder", "titled"]),
        ]
    );
}
