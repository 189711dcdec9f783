//! Projects and assets that are made.

use std::fs;

use expect_test::expect;

use crate::support::{Project, call};

#[test]
fn a_new_project_has_no_errors_and_its_assets_can_be_added_to() {
    let project = Project::new();
    let checked = project.call(&["check", "--all-targets"]);
    assert_eq!((checked.exit, checked.envelope["ok"].as_bool()), (0, Some(true)), "{}", checked.stderr);

    for (kind, name) in
        [("node", "soft_shadow"), ("node", "blur"), ("composition", "frame"), ("workflow", "shadows")]
    {
        let added = project.call(&["new", kind, name]);
        assert_eq!(added.exit, 0, "{}", added.stderr);
    }
    expect![[r#"
        //! The steps that workflows are made of, one a file.

        pub mod blur;
        pub mod greet;
        pub mod soft_shadow;
    "#]]
    .assert_eq(&project.read("lightflow/nodes/mod.rs"));
    let checked = project.call(&["check", "--all-targets"]);
    assert_eq!(checked.exit, 0, "{}", checked.stderr);
}

#[test]
fn nothing_is_written_for_a_name_that_is_wrong_or_taken() {
    let project = Project::new();
    let before = project.files();
    for (words, code, message) in [
        (["new", "node", "fn"], "wrong_usage", "`fn` is no name for a node"),
        (["new", "node", "SoftShadow"], "wrong_usage", "`SoftShadow` is no name for a node"),
        (["new", "node", "soft-shadow"], "wrong_usage", "`soft-shadow` is no name for a node"),
        (["new", "node", "../../x"], "wrong_usage", "`../../x` is no name for a node"),
        (["new", "node", "greet"], "already_there", "a node `greet` is there already"),
        (["new", "workflow", "greet"], "already_there", "a node `greet` is there already"),
        (["new", "modle", "x"], "wrong_usage", "there is no kind of asset `modle`"),
    ] {
        let called = project.call(&words);
        assert_eq!(called.envelope["error"]["code"], code, "{words:?}");
        assert_eq!(called.envelope["error"]["message"], message);
        assert!(called.envelope["error"]["hint"].is_string(), "{words:?} has no hint");
    }
    project.write("lightflow/nodes/mod.rs", "pub mod greet;\npub mod blur;\n");
    assert_eq!(
        project.call(&["new", "node", "blur"]).envelope["error"]["message"],
        "`mod blur;` is there already"
    );
    project.write(
        "lightflow/nodes/mod.rs",
        &before.iter().find(|(name, _)| name == "lightflow/nodes/mod.rs").unwrap().1,
    );
    assert_eq!(project.files(), before);
}

#[test]
fn a_folder_that_is_not_empty_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    assert_eq!(call(folder.path(), &["new", "empty"]).exit, 0);
    fs::create_dir(folder.path().join("full")).unwrap();
    fs::write(folder.path().join("full/notes.txt"), "mine").unwrap();
    let refused = call(folder.path(), &["new", "full"]);
    assert_eq!((refused.exit, &refused.envelope["error"]["code"]), (1, &"already_there".into()));
    assert_eq!(fs::read_dir(folder.path().join("full")).unwrap().count(), 1);
    for name in ["2fast", "a b", "fn"] {
        assert_eq!(call(folder.path(), &["new", name]).exit, 2, "{name}");
    }
}
