//! `ingest` and `ask`, run by the binary as a user runs them, with the real model where `LIGHTFLOW_MODELS` has it.

#![cfg(feature = "documents")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread::{self, JoinHandle};

use serde_json::{Value, json};

/// Documents of three kinds, a store and a place for results.
struct Library {
    folder: tempfile::TempDir,
}

impl Library {
    /// The documentation of this project, a page and a text.
    fn new() -> Self {
        let library = Self { folder: tempfile::tempdir().unwrap() };
        let shelf = library.path("shelf");
        fs::create_dir(&shelf).unwrap();
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
        for name in ["runs.md", "authoring.md", "http.md"] {
            fs::copy(docs.join(name), shelf.join(name)).unwrap();
        }
        let page = "<html><head><title>Opening hours</title><style>p { color: red }</style></head><body><h1>Hours</h1>\
                    <p>The bakery in Harbour Street opens at six in the morning. On Mondays it stays closed.</p></body></html>";
        fs::write(shelf.join("bakery.html"), page).unwrap();
        let text =
            "The lighthouse was built in 1871 of granite. Its lamp can be seen from twenty miles away.\n";
        fs::write(shelf.join("lighthouse.txt"), text).unwrap();
        library
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn studio(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
        command.args(arguments).current_dir(self.folder.path()).env("LIGHTFLOW_STORE", self.path("store"));
        command
    }

    /// How many documents were embedded.
    fn ingest(&self) -> usize {
        let output = self.studio(&["run", "ingest", "--folder", "shelf", "--out", "index", "--events"]);
        let events = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{events}{}", String::from_utf8_lossy(&output.stderr));
        events
            .lines()
            .filter(|line| line.contains("step_started") && line.contains("lightflow_std/embed_texts"))
            .count()
    }

    /// The page that answers a question.
    fn ask(&self, question: &str) -> String {
        let words = [
            "run",
            "ask",
            "--question",
            question,
            "--index",
            "index/index.jsonl",
            "--count",
            "3",
            "--out",
            "answer",
        ];
        let output = self.studio(&words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read_to_string(self.path("answer/answer.md")).unwrap()
    }
}

/// Whether the files of the model are among `LIGHTFLOW_MODELS`.
fn model_is_here() -> bool {
    let folders = std::env::var_os("LIGHTFLOW_MODELS").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join("all-minilm-l6-v2/model.safetensors").is_file())
}

#[test]
fn questions_are_answered_from_documents_with_their_sources() {
    let library = Library::new();
    if !model_is_here() {
        let output = library.studio(&["run", "ingest", "--folder", "shelf", "--out", "index", "--json"]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        return assert!(said.contains("all-minilm-l6-v2"), "{said}");
    }
    assert_eq!(library.ingest(), 5);
    let lines = fs::read_to_string(library.path("index/index.jsonl")).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() > 20, "{}", lines.len());
    assert!(lines.iter().all(|line| line["embedding"].as_array().unwrap().len() == 384));

    let bakery = library.ask("When can I buy bread?");
    assert!(bakery.contains("opens at six in the morning. [1]"), "{bakery}");
    assert!(bakery.contains("1. **Opening hours** (`bakery.html`, passage 1, similarity 0."), "{bakery}");
    let lighthouse = library.ask("How far does the light reach at sea?");
    assert!(lighthouse.contains("seen from twenty miles away. [1]"), "{lighthouse}");
    let runs = library.ask("What happens to a run whose process was killed?");
    assert!(runs.contains("`runs.md`"), "{runs}");

    assert_eq!(library.ingest(), 0, "all is known");
    fs::write(library.path("shelf/ferry.txt"), "The ferry leaves the old pier at noon, but not in a storm.")
        .unwrap();
    assert_eq!(library.ingest(), 1, "one document is new");
    assert!(library.ask("When does the boat go?").contains("leaves the old pier at noon"));
}

/// A service that speaks as OpenAI does and gives one answer: its address, and what it was asked, with the header that had the key.
fn service(words: &'static [&'static str]) -> (String, JoinHandle<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/v1", listener.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut lines = reader.by_ref().lines().map(Result::unwrap);
        let headers: Vec<String> = lines
            .by_ref()
            .take_while(|line| !line.is_empty())
            .map(|line| line.to_ascii_lowercase())
            .collect();
        let value =
            |name: &str| headers.iter().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
        let mut question = vec![0; value("content-length:").parse().unwrap()];
        reader.read_exact(&mut question).unwrap();
        let mut events = String::new();
        for word in words {
            let piece =
                json!({ "choices": [{ "index": 0, "delta": { "content": word }, "finish_reason": null }] });
            events += &format!("data: {piece}\n\n");
        }
        let end = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
        let usage = json!({ "choices": [], "usage": { "prompt_tokens": 420, "completion_tokens": 9, "total_tokens": 429 } });
        events += &format!("data: {end}\n\ndata: {usage}\n\ndata: [DONE]\n\n");
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close";
        write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{events}", events.len()).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        (value("authorization:"), serde_json::from_slice(&question).unwrap())
    });
    (address, asked)
}

#[test]
fn a_language_model_answers_from_the_passages_with_their_sources() {
    if !model_is_here() {
        return;
    }
    let library = Library::new();
    library.ingest();
    let (address, asked) = service(&["From six", " in the", " morning [1]."]);
    let model = json!({ "provider": "openai", "name": "small", "base_url": address, "timeout_seconds": 60,
                        "input_price": 1.0, "output_price": 2.0 });
    let question = ["run", "ask", "--question", "When can I buy bread?", "--index", "index/index.jsonl"];
    let mut command = library.command(&question);
    command.args(["--out", "answer", "--key", "env:RAG_KEY", "--model", &model.to_string()]);
    let output = command.env("RAG_KEY", "sk-of-the-test").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let (key, question) = asked.join().unwrap();
    assert_eq!(key, "bearer sk-of-the-test");
    let prompt = question["messages"][1]["content"].to_string();
    assert!(
        prompt.contains("opens at six in the morning") && prompt.contains("When can I buy bread?"),
        "{prompt}"
    );
    let answer = fs::read_to_string(library.path("answer/answer.md")).unwrap();
    assert!(answer.contains("From six in the morning [1]."), "{answer}");
    assert!(answer.contains("1. **Opening hours** (`bakery.html`, passage 1"), "{answer}");
    let steps = String::from_utf8(library.studio(&["runs", "steps", "last", "--json"]).stdout).unwrap();
    for used in ["\"input_tokens\":420", "\"output_tokens\":9", "\"cost_usd\":0.000438"] {
        assert!(steps.replace(' ', "").contains(used), "{steps}");
    }
    assert!(!steps.contains("sk-of-the-test"));
}

#[test]
fn an_index_that_is_none_is_one_error_and_no_answer_is_written() {
    let library = Library::new();
    fs::create_dir(library.path("index")).unwrap();
    fs::write(library.path("index/index.jsonl"), "{\"source\": \"a.md\"}\n").unwrap();
    let words =
        ["run", "ask", "--question", "Why?", "--index", "index/index.jsonl", "--out", "answer", "--json"];
    let output = library.studio(&words);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success());
    if model_is_here() {
        for words in ["line 1 of ", "index.jsonl", " is no passage with an embedding; make the index again"] {
            assert!(said.contains(words), "{said}");
        }
    }
    assert!(!library.path("answer/answer.md").exists());
}
