//! Workflows of any length that use what authors use: positional and named calls, several inputs, borrowed and moved
//! values, defaults, glue.

use std::fmt::Write as _;

/// The nodes that all of them call.
pub const NODES: &str = r#"use lightflow::prelude::*;

#[derive(Port, Clone, Debug)]
pub struct Photo {
    pub width: u32,
    pub name: String,
}

#[node]
pub fn load(name: String) -> Photo {
    Photo { width: name.len() as u32, name }
}

#[node]
pub fn fit(photo: &Photo, #[port(default = 64, range = 1..=4096)] side: u32) -> Result<Photo, String> {
    Ok(Photo { width: side, name: photo.name.clone() })
}

#[node]
pub fn blend(left: &Photo, right: &Photo, #[port(default = 0.5)] ratio: f32) -> Photo {
    Photo { width: ((left.width + right.width) as f32 * ratio) as u32, name: left.name.clone() }
}

#[node]
pub async fn title(photo: Photo, text: &str) -> Result<Photo, std::io::Error> {
    Ok(Photo { name: text.to_owned(), ..photo })
}

#[node]
pub fn measure(photo: &Photo) -> u32 {
    photo.width
}
"#;

/// The same nodes with a shape for each port and output.
pub fn shaped_nodes() -> String {
    let shapes = [
        ("load", "-> [h, w, 3]"),
        ("fit", "photo: [h, w, c] -> [side, side, c] where side >= 1"),
        ("blend", "left: [h, w, c], right: [_, _, c] -> [h, w, c]"),
        ("title", "photo: [h, w, c] -> [h, w, c]"),
        ("measure", "photo: [h, w, 3]"),
    ];
    let mut text = NODES.to_owned();
    for (node, shape) in shapes {
        for function in [format!("fn {node}("), format!("async fn {node}(")] {
            let plain = format!("#[node]\npub {function}");
            text = text.replace(&plain, &format!("#[node(shape({shape}))]\npub {function}"));
        }
    }
    text + "\nimpl Shaped for Photo {\n    fn sizes(&self) -> Sizes {\n        vec![self.width.into(), self.width.into(), 3]\n    }\n}\n"
}

/// A workflow of so many steps, or a file without one.
pub fn workflow(steps: usize, edition: usize) -> String {
    // The comment makes each edition another file with the same meaning.
    let mut text = format!("// edition {edition}\n");
    if steps == 0 {
        return text;
    }
    text += "use crate::nodes::*;\nuse lightflow::prelude::*;\n\n#[workflow]\n";
    text += "pub fn generated(name: String, side: u32) -> Photo {\n    let p0 = load(name);\n";
    let (mut near, mut far, mut width, mut label) =
        ("p0".to_owned(), "p0".to_owned(), String::new(), String::new());
    for step in 1..steps {
        let photo = format!("p{step}");
        let call = match step % 10 {
            0 => format!("fit(&{near}, side)"),
            1 => format!("fit {{ photo: &{near}, .. }}"),
            2 => format!("blend {{ left: &{near}, right: &{far}, ratio: 0.25 }}"),
            3 => format!("blend {{ left: &{near}, right: &{far}, .. }}"),
            4 => {
                width = format!("w{step}");
                writeln!(text, "    let {width} = measure(&{near});").expect("a string takes all");
                continue;
            }
            5 => {
                let wide = format!("g{step}");
                writeln!(text, "    let {wide}: u32 = {width} * 2 % 4000 + 1;").expect("a string takes all");
                width = wide;
                continue;
            }
            6 => format!("fit {{ photo: &{near}, side: {width} }}"),
            7 => {
                label = format!("t{step}");
                writeln!(text, "    let {label}: String = format!(\"{{}}-{{}}\", {near}.name, {width});")
                    .expect("a string takes all");
                continue;
            }
            8 => format!("title({near}, &{label})"),
            _ => format!("blend(&{near}, &{far}, 0.5)"),
        };
        writeln!(text, "    let {photo} = {call};").expect("a string takes all");
        // A value that moved is not read again.
        far = if step % 10 == 8 { photo.clone() } else { near };
        near = photo;
    }
    writeln!(text, "    {near}\n}}").expect("a string takes all");
    text
}
