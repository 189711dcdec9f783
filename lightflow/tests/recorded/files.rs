//! What lies in files counts, and files that steps made come back.

use std::path::{Path, PathBuf};

use lightflow::prelude::*;

use crate::{Memory, run, run_in};

#[node]
fn read(path: &Path) -> Result<String, std::io::Error> {
    std::fs::read_to_string(path)
}

#[workflow]
fn lines(path: PathBuf) -> usize {
    let text = read(&path);
    text.lines().count()
}

#[tokio::test]
async fn a_file_that_changed_is_another_input() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text");
    std::fs::write(&path, "one").unwrap();
    let memory = Memory::new();
    assert_eq!(run(&memory, lines { path: path.clone() }).await.0, 1);
    assert_eq!(run(&memory, lines { path: path.clone() }).await.2, ["text"]);
    std::fs::write(&path, "one\ntwo").unwrap();
    assert_eq!(run(&memory, lines { path }).await.0, 2);
}

#[node]
fn save(text: &str, ctx: &Ctx) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let path = ctx.output_path("notes/text.txt")?;
    std::fs::write(&path, text)?;
    ctx.artifact(path);
    Ok(text.to_uppercase())
}

#[workflow]
fn note(text: String) -> String {
    save(&text)
}

#[tokio::test]
async fn files_of_a_step_that_is_known_are_there_again() {
    let memory = Memory::new();
    run(&memory, note { text: "kept".into() }).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let (_, ran, known) = run_in(&memory, note { text: "kept".into() }, elsewhere.path()).await;
    assert_eq!((ran.len(), known.len()), (0, 1));
    assert_eq!(std::fs::read_to_string(elsewhere.path().join("notes/text.txt")).unwrap(), "kept");
}

#[node]
fn save_and_say(text: &str, ctx: &Ctx) -> Result<PathBuf, Box<dyn std::error::Error + Send + Sync>> {
    let path = ctx.output_path("text.txt")?;
    std::fs::write(&path, text)?;
    ctx.artifact(path.clone());
    Ok(path)
}

#[workflow]
fn place(text: String) -> PathBuf {
    save_and_say(&text)
}

#[tokio::test]
async fn a_file_that_a_step_made_is_known_in_another_folder_and_is_there() {
    let memory = Memory::new();
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let inputs = || place { text: "kept".into() };
    run_in(&memory, inputs(), one.path()).await;
    let (path, ran, known) = run_in(&memory, inputs(), two.path()).await;
    assert_eq!((ran.len(), known), (0, vec!["save_and_say".to_owned()]));
    assert_eq!(path, two.path().join("text.txt"));
    assert_eq!(std::fs::read_to_string(path).unwrap(), "kept");
}

#[node]
fn name_of(path: &Path) -> String {
    path.display().to_string()
}

#[node]
fn length_of(path: &Path) -> Result<u64, std::io::Error> {
    Ok(std::fs::metadata(path)?.len())
}

#[node]
fn same(path: PathBuf) -> Vec<PathBuf> {
    vec![path]
}

#[workflow]
fn looked_at(text: String) -> (String, u64, Vec<PathBuf>) {
    let path = save_and_say(&text);
    let name = name_of(&path);
    let length = length_of(&path);
    let list = same(path);
    (name, length, list)
}

#[tokio::test]
async fn what_is_made_of_such_a_file_is_known_unless_it_has_the_folder_in_a_text() {
    let memory = Memory::new();
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let inputs = || looked_at { text: "kept".into() };
    run_in(&memory, inputs(), one.path()).await;
    let ((name, length, list), ran, known) = run_in(&memory, inputs(), two.path()).await;
    let path = two.path().join("text.txt");
    assert_eq!((name, length, list), (path.display().to_string(), 4, vec![path.clone()]));
    assert_eq!(ran, ["name"], "a text is not put right");
    assert_eq!(known, ["length", "list", "path"]);
}

#[node]
fn write_in_silence(text: &str, ctx: &Ctx) -> Result<PathBuf, Box<dyn std::error::Error + Send + Sync>> {
    let path = ctx.output_path("silent.txt")?;
    std::fs::write(&path, text)?;
    Ok(path)
}

#[workflow]
fn silent(text: String) -> PathBuf {
    write_in_silence(&text)
}

#[tokio::test]
async fn a_file_that_nobody_announced_is_known_in_its_folder_only() {
    let memory = Memory::new();
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let inputs = || silent { text: "kept".into() };
    run_in(&memory, inputs(), one.path()).await;
    assert_eq!(run_in(&memory, inputs(), one.path()).await.2, ["write_in_silence"]);
    let (path, ran, _) = run_in(&memory, inputs(), two.path()).await;
    assert_eq!(ran, ["write_in_silence"], "it is not kept, so it could not be put back");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "kept");
}
