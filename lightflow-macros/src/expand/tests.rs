//! What is generated, as a person would read it.

use expect_test::expect_file;
use proc_macro2::TokenStream;

use super::GraphKind;

fn pretty(tokens: TokenStream) -> String {
    let file = syn::parse2(tokens).expect("expansions are items");
    prettyplease::unparse(&file)
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("test input is Rust")
}

#[test]
fn a_sync_node_with_options() {
    let item = "/// Scales.\npub fn fit(image: &Image, #[port(default = 512, range = 16..=8192)] side: u32) -> Image { scale(image, side) }";
    let expansion = super::node(tokens("resource = \"gpu\""), tokens(item));
    expect_file!["snapshots/node_sync.rs.txt"].assert_eq(&pretty(expansion));
}

#[test]
fn an_async_node_that_may_fail_and_is_tried_again() {
    let item =
        "pub async fn upload(image: Image, ctx: &Ctx) -> Result<String, UploadError> { send(image).await }";
    let expansion = super::node(tokens("retry = 2, timeout = \"30s\""), tokens(item));
    expect_file!["snapshots/node_async_retry.rs.txt"].assert_eq(&pretty(expansion));
}

#[test]
fn a_workflow_with_a_loop_a_branch_and_a_split() {
    let item = "pub fn shots(folder: PathBuf, small: bool) -> Vec<Image> {
        for path in list(folder) {
            let (image, mask) = segment(load(path));
            let cut = composite { image, mask, .. };
            if small { fit { image: &cut, side: 64 } } else { cut }
        }
    }";
    let expansion = super::graph(TokenStream::new(), tokens(item), GraphKind::Workflow);
    expect_file!["snapshots/workflow.rs.txt"].assert_eq(&pretty(expansion));
}

#[test]
fn mistakes_are_reported_together_and_the_item_stays() {
    let item =
        "pub fn wrong(a: u32) -> u32 { let b = early(later); let later = late(a).await; while true {} b }";
    let text = pretty(super::graph(TokenStream::new(), tokens(item), GraphKind::Workflow));
    assert_eq!(text.matches("compile_error").count(), 3, "{text}");
    assert!(text.contains("pub struct wrong"), "what uses the workflow has something to hold on to");
}

#[test]
fn a_port_type_with_fields() {
    let item = "/// A crop.\nstruct Crop { /// In pixels.\n width: u32, name: Option<String> }";
    expect_file!["snapshots/port_struct.rs.txt"].assert_eq(&pretty(super::port(tokens(item))));
}

#[test]
fn a_port_type_without_fields() {
    let expansion = super::port(tokens("enum Backdrop { White, SoftGradient }"));
    expect_file!["snapshots/port_enum.rs.txt"].assert_eq(&pretty(expansion));
}
