//! The pages of the error index show files of `cases/`, and the index and the mistakes agree.
//!
//! `UPDATE_EXPECT=1` writes the files into the pages.

use std::fs;

use lightflow_errors::ALL;

use crate::cases::root;
use crate::repairs::findings;

#[test]
fn every_page_shows_a_case_of_its_mistake_and_its_repair() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    for mistake in ALL {
        let path = root().join(format!("../docs/errors/{}.md", mistake.code));
        let page = fs::read_to_string(&path).unwrap();
        let case = page.split_once("ui-tests/cases/").and_then(|(_, rest)| rest.split_once(".rs`"));
        let Some((case, _)) = case else { panic!("{} names no case", path.display()) };
        match findings().get(case).map(Vec::as_slice) {
            Some([only]) if only.mistake == Some(*mistake) => {}
            Some(found) => wrong.push(format!(
                "{}: {case} is {:?}",
                mistake.code,
                found
                    .iter()
                    .filter_map(|finding| finding.mistake)
                    .map(|mistake| mistake.code)
                    .collect::<Vec<_>>()
            )),
            None => wrong.push(format!("{}: there is no case `{case}`", mistake.code)),
        }
        let shown = |ending: &str| {
            let text = fs::read_to_string(root().join(format!("cases/{case}{ending}"))).unwrap_or_default();
            // The comment at the top says what the file is for, and the last line makes it a program.
            let comment = text.lines().take_while(|line| line.starts_with("//!")).map(|line| line.len() + 1);
            let text = text[comment.sum()..].trim_start_matches('\n');
            text.strip_suffix("\nfn main() {}\n").unwrap_or(text).to_owned()
        };
        let expected = with_blocks(&page, &[shown(".rs"), shown(".fixed.rs")]);
        if page != expected {
            if update {
                fs::write(&path, expected).unwrap();
            } else {
                wrong.push(format!("{} shows something else than {case}", mistake.code));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The page with other code in its blocks.
fn with_blocks(page: &str, blocks: &[String]) -> String {
    let mut parts = page.split("```");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for block in blocks {
        text += &format!("```rust\n{block}```");
        parts.next();
        text += parts.next().unwrap_or_default();
    }
    text + &parts.collect::<String>()
}
