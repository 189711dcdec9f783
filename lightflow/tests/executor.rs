//! Steps that run elsewhere: what travels are names, digests and written values, and the run is none the wiser.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use lightflow::port::{Reader, Writer};
use lightflow::prelude::*;
use lightflow::record::{Elsewhere, Executor, Here, Kept, Recorder, StepKey, Task};
use lightflow::{Digest, Engine};
use tokio::sync::{mpsc, oneshot};

#[derive(Debug, Default)]
struct Memory(Mutex<HashMap<Digest, Kept>>);

impl Recorder for Memory {
    fn run_id(&self) -> &'static str {
        "0197-run"
    }

    fn find(&self, key: &StepKey) -> Option<Kept> {
        self.0.lock().unwrap().get(&key.digest).cloned()
    }

    fn keep(&self, key: &StepKey, kept: Kept) {
        self.0.lock().unwrap().insert(key.digest, kept);
    }
}

/// What goes over the wire: no values, only names and digests.
#[derive(Debug)]
struct Order {
    node: String,
    idempotency_key: String,
    inputs: Vec<(String, Digest)>,
    answer: oneshot::Sender<Result<Digest, String>>,
}

/// Contents that both machines reach.
type Contents = Arc<Mutex<HashMap<Digest, bytes::Bytes>>>;

/// Sends steps of one node to another machine.
#[derive(Debug)]
struct Farm {
    orders: mpsc::UnboundedSender<Order>,
    contents: Contents,
}

impl Executor for Farm {
    fn take(&self, task: &Task) -> Option<Elsewhere> {
        if task.key.node.name != "render" || task.names_files {
            return None;
        }
        let mut contents = self.contents.lock().unwrap();
        for input in &task.inputs {
            contents.insert(input.digest, input.written.clone());
        }
        let (answer, answered) = oneshot::channel();
        let inputs = task.inputs.iter().map(|input| (input.port.to_owned(), input.digest)).collect();
        let node = task.key.node.id.to_owned();
        let order = Order { node, idempotency_key: task.idempotency_key.clone(), inputs, answer };
        self.orders.send(order).unwrap();
        let contents = self.contents.clone();
        Some(Box::pin(async move {
            let output = answered.await?.map_err(|error| format!("the farm says: {error}"))?;
            let output = contents.lock().unwrap()[&output].clone();
            Ok(Kept { output, artifacts: Vec::new(), folder: None })
        }))
    }
}

/// The other machine: it knows nodes by their ids, and reads and writes contents by their digests.
async fn machine(mut orders: mpsc::UnboundedReceiver<Order>, contents: Contents) -> Vec<(String, String)> {
    let mut done = Vec::new();
    while let Some(order) = orders.recv().await {
        let read = |port: &str| {
            let digest = order.inputs.iter().find(|(name, _)| name == port).unwrap().1;
            contents.lock().unwrap()[&digest].clone()
        };
        let side = u32::read(&mut Reader::new(read("side"))).unwrap();
        let title = String::read(&mut Reader::new(read("title"))).unwrap();
        let answer = if title.is_empty() {
            Err("there is no title".to_owned())
        } else {
            let mut out = Writer::new();
            Picture { side, title }.write(&mut out).unwrap();
            let output = bytes::Bytes::from(out.into_bytes());
            let digest = Digest::of(&output);
            contents.lock().unwrap().insert(digest, output);
            Ok(digest)
        };
        done.push((order.node.clone(), order.idempotency_key.clone()));
        let _ = order.answer.send(answer);
    }
    done
}

#[derive(Port, Clone, Debug, PartialEq)]
struct Picture {
    side: u32,
    title: String,
}

#[node]
fn render(side: u32, title: String) -> Picture {
    panic!("`{title}` of {side} runs on the other machine")
}

#[node]
fn describe(picture: &Picture, ctx: &Ctx) -> String {
    ctx.log("here");
    format!("{} of {}", picture.title, picture.side)
}

#[workflow]
fn posters(titles: Vec<String>, side: u32) -> Vec<String> {
    for title in titles {
        let picture = render(side, title);
        describe(&picture)
    }
}

fn inputs(titles: &[&str]) -> posters {
    posters { titles: titles.iter().map(|title| (*title).to_owned()).collect(), side: 64 }
}

fn farm() -> (Engine, Contents, tokio::task::JoinHandle<Vec<(String, String)>>) {
    let (orders, received) = mpsc::unbounded_channel();
    let contents = Contents::default();
    let working = tokio::spawn(machine(received, contents.clone()));
    let engine = Engine::builder().executor(Arc::new(Farm { orders, contents: contents.clone() })).build();
    (engine, contents, working)
}

#[tokio::test]
async fn a_step_runs_on_another_machine_and_its_output_is_kept_here() {
    let (engine, _, working) = farm();
    let memory = Arc::new(Memory::default());
    let titles = ["Mug", "Lamp", "Book"];
    let made = engine.submit(inputs(&titles)).recorded(memory.clone()).await.unwrap();
    assert_eq!(made, ["Mug of 64", "Lamp of 64", "Book of 64"]);
    let known = Engine::builder().executor(Arc::new(Here)).build();
    let again = known.submit(inputs(&titles)).recorded(memory.clone()).await.unwrap();
    assert_eq!(again, made, "no machine is asked for what is known");
    drop(engine);
    let mut done = working.await.unwrap();
    done.sort();
    done.dedup();
    assert_eq!(done.len(), 3, "three steps, each with an idempotency key of its own");
    assert!(done.iter().all(|(node, _)| node == "executor/render"), "{done:?}");
}

#[tokio::test]
async fn an_error_elsewhere_is_the_error_of_the_step() {
    let (engine, _, _working) = farm();
    let error = engine.submit(inputs(&[""])).recorded(Arc::new(Memory::default())).await.unwrap_err();
    assert_eq!(error.step.unwrap().path.to_string(), "for[0]/picture");
    assert_eq!(error.kind.to_string(), "the farm says: there is no title");
}

#[tokio::test]
async fn the_idempotency_key_is_the_one_that_the_node_would_have_got() {
    #[derive(Debug)]
    struct Listen(Mutex<Vec<String>>);
    impl Executor for Listen {
        fn take(&self, task: &Task) -> Option<Elsewhere> {
            self.0.lock().unwrap().push(task.idempotency_key.clone());
            None
        }
    }
    #[node]
    fn ask(question: String, ctx: &Ctx) -> String {
        format!("{question} {}", ctx.idempotency_key())
    }
    #[workflow]
    fn asked(question: String) -> String {
        ask(question)
    }
    let listen = Arc::new(Listen(Mutex::default()));
    let engine = Engine::builder().executor(listen.clone()).build();
    let said = engine.submit(asked { question: "who?".into() }).recorded(Arc::new(Memory::default()));
    let said = said.await.unwrap();
    assert_eq!(said, format!("who? {}", listen.0.lock().unwrap()[0]));
}
