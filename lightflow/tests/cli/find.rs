//! Finding nodes.

use expect_test::expect;

use crate::support::{To, call};

#[test]
fn search_finds_nodes_by_words() {
    expect![[r#"
        exit 0
        --- stdout
        load_image(path: PathBuf) -> Image
          Reads an image file.
        fit(image: &Image, side: u32) -> Image
          Scales an image so that its longer side is `side` pixels.
        place(image: Image, backdrop: Backdrop, title: Option<String>) -> String
          Puts an image on a backdrop and says how large it became.
        tag(image: &Image, count: u32) -> String
          Says what is on an image.
    "#]]
    .assert_eq(&call(To::Terminal, "nodes search image").shown());
    expect![[r#"
        exit 0
        --- stdout
        no node has `unicorn` in its name, doc or ports
    "#]]
    .assert_eq(&call(To::Terminal, "nodes search unicorn").shown());
}

#[test]
fn a_path_leads_from_one_type_to_another() {
    expect![[r#"
        exit 0
        --- stdout
        load_image(path: PathBuf) -> Image
          Reads an image file.
    "#]]
    .assert_eq(&call(To::Terminal, "nodes path path Image").shown());
    expect![[r#"
        exit 0
        --- stdout
        {"ok":true,"command":"nodes path","data":{"from":"u64","nodes":[],"to":"Image"},"error":null}
    "#]]
    .assert_eq(&call(To::Pipe, "nodes path u64 Image").shown());
}
