//! A plan as the macros would write it, for tests: nothing in it is ever run.

use std::time::Duration;

use crate::frame::{Cx, Frame, Sink, Started};
use crate::plan::{Action, Arm, Body, Does, Input, Links, MapBegin, Part, Share, Step, Ty, Wire};
use crate::shape::Open;
use crate::spec::{
    Bound, Budget, Callee, CompositionSpec, Contracts, Cost, CostHint, DefaultSpec, Literal, Mode, NodeSpec,
    Policy, PortSpec, RangeSpec, Source, TypeSpec, WorkflowSpec,
};

/// Turns photos into packshots; its title goes through a branch.
pub(super) static PRODUCT_PHOTOS: WorkflowSpec = WorkflowSpec {
    graph: CompositionSpec {
        id: "studio/product_photos",
        name: "product_photos",
        doc: "Turns a folder of product photos into packshots and one contact sheet.\n\nAll in order.",
        ports: &[
            port("folder", "PathBuf"),
            PortSpec {
                doc: "The longer side of a packshot.",
                default: Some(DefaultSpec {
                    text: "512",
                    json: || Ok(512.into()),
                    literal: Literal::Int(512),
                }),
                range: Some(RangeSpec {
                    text: "16..=4096",
                    min: Some(Bound::Int(16)),
                    max: Some(Bound::Int(4096)),
                    max_excluded: false,
                }),
                unit: Some("px"),
                ..port("side", "u32")
            },
            port("title", "Option<String>"),
        ],
        ..composition("", "", "Artifact", &PRODUCT_PHOTOS_BODY, &PRODUCT_PHOTOS_CONTRACTS)
    },
    policy: Policy { denies: &[], budget: Budget::NONE },
    broken_shapes: |_| Vec::new(),
};

static PRODUCT_PHOTOS_BODY: Body = Body {
    params: 3,
    wires: &[
        wire("folder", None),
        wire("side", None),
        wire("title", None),
        wire("photos", Some(0)),
        wire("double", Some(1)),
        wire("shots", Some(2)),
        wire("sheet", Some(3)),
        wire("titled", Some(4)),
        wire("save_image", Some(5)),
    ],
    steps: &[
        Step {
            inputs: Part::of(&[input("0", 0, 0, Share::Clone)]),
            ..step("photos", 12, &[3], call(&LIST_IMAGES))
        },
        Step {
            inputs: Part::of(&[input("", 0, 1, Share::Borrow)]),
            ..step("double", 13, &[4], glue("side * 2"))
        },
        Step {
            inputs: Part::of(&[input("", 0, 3, Share::Move), input("", 0, 4, Share::Borrow)]),
            ..step(
                "shots",
                14,
                &[5],
                Action::Map { text: "photos", body: &SHOTS_BODY, begin: BEGIN, concurrency: Some(4) },
            )
        },
        Step {
            inputs: Part::of(&[input("images", 0, 5, Share::Move)]),
            ..step("sheet", 19, &[6], call(&CONTACT_SHEET))
        },
        Step {
            inputs: Part::of(&[
                input("", 0, 2, Share::Move),
                input("", 0, 6, Share::Move),
                input("", 0, 6, Share::Move),
            ]),
            ..step(
                "titled",
                20,
                &[7],
                Action::Branch {
                    text: "match title",
                    choose: |_| 0,
                    arms: &[
                        Arm { body: &SOME_BODY, enter: |_, _| {}, takes: &[] },
                        Arm { body: &NONE_BODY, enter: |_, _| {}, takes: &[] },
                    ],
                },
            )
        },
        Step {
            inputs: Part::of(&[input("image", 0, 7, Share::Borrow), input("folder", 0, 0, Share::Move)]),
            ..step("save_image", 24, &[8], call(&SAVE_IMAGE))
        },
    ],
    result: &[input("", 0, 8, Share::Move)],
    ..body("product_photos")
};

static SHOTS_BODY: Body = Body {
    params: 1,
    wires: &[wire("photo", None), wire("load_image", Some(0)), wire("shot", Some(1)), wire("fit", Some(2))],
    steps: &[
        Step {
            inputs: Part::of(&[input("0", 0, 0, Share::Move)]),
            ..step("load_image", 15, &[1], call(&LOAD_IMAGE))
        },
        Step {
            inputs: Part::of(&[input("photo", 0, 1, Share::Move)]),
            ..step("shot", 15, &[2], Action::Call { callee: Callee::Composition(&PACKSHOT), run })
        },
        Step {
            inputs: Part::of(&[input("image", 0, 2, Share::Borrow), input("side", 1, 4, Share::Borrow)]),
            ..step("fit", 16, &[3], call(&FIT))
        },
    ],
    result: &[input("", 0, 3, Share::Move)],
    ..body("for photo in photos")
};

/// A composition with a step that gives two values.
pub(super) static PACKSHOT: CompositionSpec = CompositionSpec {
    doc: "Cuts the subject out and lays it on white.",
    ports: &[port("photo", "Image"), port("margin", "f32")],
    ..composition("studio/packshot", "packshot", "Image", &PACKSHOT_BODY, &PACKSHOT_CONTRACTS)
};

static PACKSHOT_BODY: Body = Body {
    params: 2,
    wires: &[
        wire("photo", None),
        wire("margin", None),
        wire("segment", Some(0)),
        wire("subject", Some(1)),
        wire("mask", Some(1)),
        wire("cut", Some(2)),
        wire("trim", Some(3)),
    ],
    steps: &[
        Step {
            inputs: Part::of(&[input("0", 0, 0, Share::Move)]),
            ..step("segment", 31, &[2], call(&SEGMENT))
        },
        Step {
            inputs: Part::of(&[input("", 0, 2, Share::Move)]),
            ..step("subject_mask", 31, &[3, 4], glue("(subject, mask)"))
        },
        Step {
            inputs: Part::of(&[input("image", 0, 3, Share::Move), input("mask", 0, 4, Share::Move)]),
            ..step("cut", 32, &[5], call(&COMPOSITE))
        },
        Step {
            inputs: Part::of(&[input("image", 0, 5, Share::Move), input("margin", 0, 1, Share::Move)]),
            ..step("trim", 33, &[6], call(&TRIM))
        },
    ],
    result: &[input("", 0, 6, Share::Move)],
    ..body("packshot")
};

static SOME_BODY: Body = Body {
    params: 2,
    wires: &[wire("text", None), wire("sheet", None), wire("write_title", Some(0))],
    steps: &[Step {
        inputs: Part::of(&[input("image", 0, 1, Share::Move), input("title", 0, 0, Share::Move)]),
        ..step("write_title", 21, &[2], call(&WRITE_TITLE))
    }],
    result: &[input("", 0, 2, Share::Move)],
    ..body("Some(text)")
};

static NONE_BODY: Body = Body {
    params: 1,
    wires: &[wire("sheet", None)],
    result: &[input("", 0, 0, Share::Move)],
    ..body("None")
};

static LIST_IMAGES: NodeSpec = node("list_images", &[port("folder", "PathBuf")], "Vec<PathBuf>");
static LOAD_IMAGE: NodeSpec = NodeSpec {
    doc: "Reads an image file.",
    retry: 2,
    timeout: Some(Duration::from_secs(30)),
    ..node("load_image", &[port("path", "PathBuf")], "Image")
};
static FIT: NodeSpec = node("fit", &[port("image", "Image"), port("side", "u32")], "Image");
static SEGMENT: NodeSpec =
    NodeSpec { resource: Some("gpu"), ..node("segment", &[port("photo", "Image")], "(Image, Mask)") };
static COMPOSITE: NodeSpec = node("composite", &[port("image", "Image"), port("mask", "Mask")], "Image");
static TRIM: NodeSpec = node("trim", &[port("image", "Image"), port("margin", "f32")], "Image");
static CONTACT_SHEET: NodeSpec = node("contact_sheet", &[port("images", "Vec<Image>")], "Image");
static WRITE_TITLE: NodeSpec =
    node("write_title", &[port("image", "Image"), port("title", "String")], "Image");
static SAVE_IMAGE: NodeSpec = NodeSpec {
    simple: true,
    volatile: true,
    ..node("save_image", &[port("image", "Image"), port("folder", "PathBuf")], "Artifact")
};

/// A composition that calls itself, and a name that every format must escape.
pub(super) static ENDLESS: CompositionSpec =
    composition("odd/endless", "endless", "Vec<\"&\">", &ENDLESS_BODY, &ENDLESS_CONTRACTS);

static ENDLESS_BODY: Body = Body {
    params: 1,
    wires: &[wire("n", None), wire("next", Some(0)), wire("again", Some(1))],
    steps: &[
        Step {
            inputs: Part::of(&[input("", 0, 0, Share::Borrow)]),
            ..step("next", 2, &[1], glue("if n < 1 && \"\\#\" > `x` {\n    n }"))
        },
        Step {
            inputs: Part::of(&[input("n", 0, 1, Share::Move)]),
            ..step("again", 3, &[2], Action::Call { callee: Callee::Composition(&ENDLESS), run })
        },
    ],
    result: &[input("", 0, 2, Share::Move)],
    ..body("endless")
};

/// Steps that each read one or two earlier ones, here and there far back, and all the parameter.
pub(super) fn staircase(steps: u32) -> &'static CompositionSpec {
    let name = |index: u32| -> &'static str { format!("step_{index}").leak() };
    let wires = (0..steps).map(|index| wire(name(index), Some(index)));
    let wires: Vec<Wire> = std::iter::once(wire("size", None)).chain(wires).collect();
    let all = (0..steps).map(|index| {
        let near = index.saturating_sub(index * 7 % 3);
        let far = index * 13 % (index + 1);
        let reads: Vec<u32> = if index % 5 == 0 { vec![near, far, 0] } else { vec![near] };
        let inputs = reads.iter().zip(["image", "mask", "side"]);
        let inputs = inputs.map(|(read, port)| input(port, 0, *read, Share::Borrow));
        Step {
            inputs: Part::of(inputs.collect::<Vec<_>>().leak()),
            ..step(name(index), index + 2, vec![index + 1].leak(), call(&FIT))
        }
    });
    let body: &'static Body = Box::leak(Box::new(Body {
        wires: wires.leak(),
        params: 1,
        steps: all.collect::<Vec<_>>().leak(),
        result: vec![input("", 0, steps, Share::Move)].leak(),
        ..body("staircase")
    }));
    Box::leak(Box::new(composition("odd/staircase", "staircase", "Image", body, Box::leak(Box::default()))))
}

const BEGIN: MapBegin = |_| unreachable!("a sample is not run");

fn run<'f>(_: Frame<'f>, _: Cx<'f>) -> Started<'f> {
    Started::Done
}

fn finish(_: Frame<'_>, _: Sink<'_>) {}

const fn call(node: &'static NodeSpec) -> Action {
    static COST: Cost = Cost::new();
    Action::Call { callee: Callee::Node(node, &COST), run }
}

const fn glue(text: &'static str) -> Action {
    Action::Glue { text, run: |_| {}, parts: &[] }
}

const fn port(name: &'static str, ty: &'static str) -> PortSpec {
    PortSpec {
        name,
        doc: "",
        ty: TypeSpec::of::<String>(ty),
        by_ref: false,
        default: None,
        range: None,
        choices: &[],
        unit: None,
        multiple_of: None,
        len: None,
        matches: &[],
    }
}

const fn node(name: &'static str, ports: &'static [PortSpec], output: &'static str) -> NodeSpec {
    NodeSpec {
        id: name,
        name,
        doc: "",
        ports,
        output: TypeSpec::of::<String>(output),
        outputs: &[],
        mode: Mode::Sync,
        cost: CostHint::Learned,
        retry: 0,
        timeout: None,
        resource: None,
        simple: true,
        volatile: false,
        needs: &[],
        budget: Budget::NONE,
        source: SOURCE,
        fingerprint: name.len() as u128,
        contract: None,
    }
}

static PRODUCT_PHOTOS_CONTRACTS: Contracts = Contracts::new();
static PACKSHOT_CONTRACTS: Contracts = Contracts::new();
static ENDLESS_CONTRACTS: Contracts = Contracts::new();

const SOURCE: Source = Source { file: "lightflow/main.rs", line: 7 };

const fn composition(
    id: &'static str,
    name: &'static str,
    output: &'static str,
    body: &'static Body,
    contracts: &'static Contracts,
) -> CompositionSpec {
    CompositionSpec {
        id,
        name,
        doc: "",
        ports: &[],
        output: TypeSpec::of::<String>(output),
        source: SOURCE,
        fingerprint: 0x1f,
        contract: None,
        open: Open::NOTHING,
        body,
        contracts,
    }
}

const fn body(name: &'static str) -> Body {
    Body {
        name,
        wires: &[],
        params: 0,
        offsets: &[],
        size: 0,
        align: 1,
        plain: true,
        steps: &[],
        strides: &[],
        finish,
        takes: &[],
        result: &[],
        file: "lightflow/main.rs",
    }
}

const fn wire(name: &'static str, from: Option<u32>) -> Wire {
    Wire::new(Ty::<String>::NEW, name, from, 1)
}

const fn step(id: &'static str, line: u32, writes: &'static [u32], action: Action) -> Step {
    let count = writes.len() as u32;
    Step {
        id,
        does: Does::other(action),
        line,
        column: 9,
        pending: 0,
        links: Links(writes, [0, 0, 0, 0, count, count]),
        releases: &[],
        inputs: Part::NONE,
        numbers: Part::NONE,
    }
}

const fn input(port: &'static str, up: u32, wire: u32, share: Share) -> Input {
    Input { port, up, wire, share, whole: true }
}
