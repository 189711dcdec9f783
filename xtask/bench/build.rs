//! Writes the graphs that nobody would type: chains, fans and layers, as workflows and as tables for hand-written
//! loops. Both come from one description, so they are the same graph.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

/// Steps of the longest chain that is one flat body.
const FLAT: usize = 100;
/// Longer chains are compositions of ten of the next shorter.
const CHAINS: [usize; 5] = [FLAT, 1_000, 10_000, 100_000, 1_000_000];
/// Different nodes in a chain. Real chains do not call one function a hundred times, which a processor guesses
/// perfectly and hand-written code would gain from alone: generated code has a function a step in any case.
const NODES: usize = 20;
const FAN: usize = 1_000;
const LAYERS: usize = 20;
const WIDTH: usize = 25;
const SLEEPERS: usize = 40;
const HEAVY: usize = 64;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let layers = layers(&mut random);
    let chain: Vec<usize> = (0..FLAT).map(|_| random.below(NODES)).collect();
    let mut source = String::new();
    write_nodes(&mut source, &chain);
    for (kind, step, mix) in [("sync", "step", "mix"), ("async", "step_async", "mix_async")] {
        write_chains(&mut source, kind, &chain);
        write_fan(&mut source, kind, step);
        write_layers(&mut source, kind, mix, &layers);
    }
    write_wide(&mut source, "sleepers", "sleep_5_ms", SLEEPERS);
    write_wide(&mut source, "heavy", "burn", HEAVY);
    write_table(&mut source, &layers);
    let file = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("graphs.rs");
    fs::write(file, source).expect("cargo's folder can be written");
}

fn write_nodes(source: &mut String, chain: &[usize]) {
    for node in 0..NODES {
        let factor = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(2 * node as u64 + 1);
        let mask = node + 1;
        write!(
            source,
            "#[node]\npub fn sync_node_{node}(x: u64) -> u64 {{\n    x.wrapping_mul({factor}) ^ {mask}\n}}\n\
             #[node]\npub async fn async_node_{node}(x: u64) -> u64 {{\n    sync_node_{node}(x)\n}}\n"
        )
        .unwrap();
    }
    let plain = (0..NODES).map(|node| format!("|slots, inputs| sync_node_{node}(slots[inputs[0] as usize])"));
    let boxed = (0..NODES)
        .map(|node| format!("|slots, inputs| Box::pin(async_node_{node}(slots[inputs[0] as usize]))"));
    let list = |items: Vec<String>| items.join(", ");
    let chain = list(chain.iter().map(usize::to_string).collect());
    write!(
        source,
        "/// The nodes of chains for hand-written loops.\npub const PLAIN: [Plain; {NODES}] = [{}];\n\
         /// The same, boxed.\npub const BOXED: [Boxed; {NODES}] = [{}];\n\
         /// Which of them a chain calls.\npub const CHAIN: [usize; {FLAT}] = [{chain}];\n",
        list(plain.collect()),
        list(boxed.collect()),
    )
    .unwrap();
}

fn write_chains(source: &mut String, kind: &str, chain: &[usize]) {
    let mut group = String::new();
    for (index, steps) in CHAINS.into_iter().enumerate() {
        let calls = if index == 0 { FLAT } else { 10 };
        let mut body = String::new();
        for call in 1..=calls {
            let input = if call == 1 { "x".to_owned() } else { format!("v{}", call - 1) };
            let callee = if index == 0 { format!("{kind}_node_{}", chain[call - 1]) } else { group.clone() };
            writeln!(body, "    let v{call} = {callee}({input});").unwrap();
        }
        writeln!(body, "    v{calls}").unwrap();
        group = format!("{kind}_{steps}");
        write!(
            source,
            "#[composition]\npub fn {group}(x: u64) -> u64 {{\n{body}}}\n\
             #[workflow]\npub fn {kind}_chain_{steps}(x: u64) -> u64 {{\n{body}}}\n"
        )
        .unwrap();
    }
}

fn write_fan(source: &mut String, kind: &str, step: &str) {
    writeln!(source, "#[workflow]\npub fn {kind}_fan(x: u64) -> u64 {{\n    let seed = {step}(x);").unwrap();
    for index in 0..FAN {
        writeln!(source, "    let v{index} = {step}(seed);").unwrap();
    }
    writeln!(source, "    total {{ values: &[{}] }}\n}}", names("v", FAN)).unwrap();
}

fn write_layers(source: &mut String, kind: &str, mix: &str, layers: &[[usize; 3]]) {
    writeln!(source, "#[workflow]\npub fn {kind}_layers(v0: u64, v1: u64, v2: u64) -> u64 {{").unwrap();
    for (index, [a, b, c]) in layers.iter().enumerate() {
        writeln!(source, "    let v{} = {mix}(v{a}, v{b}, v{c});", index + 3).unwrap();
    }
    let unread: Vec<String> = unread(layers).map(|value| format!("v{value}")).collect();
    writeln!(source, "    total {{ values: &[{}] }}\n}}", unread.join(", ")).unwrap();
}

/// Independent steps and one that waits for all.
fn write_wide(source: &mut String, name: &str, node: &str, steps: usize) {
    writeln!(source, "#[workflow]\npub fn {name}(x: u64) -> u64 {{").unwrap();
    for index in 0..steps {
        writeln!(source, "    let v{index} = {node}(x);").unwrap();
    }
    writeln!(source, "    total {{ values: &[{}] }}\n}}", names("v", steps)).unwrap();
}

fn write_table(source: &mut String, layers: &[[usize; 3]]) {
    let rows: Vec<String> = layers.iter().map(|[a, b, c]| format!("[{a}, {b}, {c}]")).collect();
    writeln!(source, "/// Which values each step of the layers reads; the first three are the inputs.")
        .unwrap();
    writeln!(source, "pub const LAYERS: &[[u32; 3]] = &[{}];", rows.join(", ")).unwrap();
    let unread: Vec<String> = unread(layers).map(|value| value.to_string()).collect();
    writeln!(source, "/// What the last step adds up.\npub const UNREAD: &[u32] = &[{}];", unread.join(", "))
        .unwrap();
    writeln!(source, "/// Steps of one layer.\npub const WIDTH: usize = {WIDTH};").unwrap();
    writeln!(source, "/// Steps between the first and the last of the fan.\npub const FAN: usize = {FAN};")
        .unwrap();
    writeln!(source, "/// Steps that sleep at the same time.\npub const SLEEPERS: usize = {SLEEPERS};")
        .unwrap();
    writeln!(source, "/// Steps of the heavy graph.\npub const HEAVY: usize = {HEAVY};").unwrap();
}

/// Xorshift (Marsaglia, 2003). The seed is fixed: the same graphs in every build.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// Each step reads three values of the layer before it.
fn layers(random: &mut Random) -> Vec<[usize; 3]> {
    let mut steps = Vec::new();
    for layer in 0..LAYERS {
        let (first, count) = if layer == 0 { (0, 3) } else { (3 + (layer - 1) * WIDTH, WIDTH) };
        for _ in 0..WIDTH {
            steps.push([0; 3].map(|_| first + random.below(count)));
        }
    }
    steps
}

/// The last layer, and what happens to be read by no step.
fn unread(layers: &[[usize; 3]]) -> impl Iterator<Item = usize> {
    (3..3 + layers.len()).filter(|value| !layers.iter().flatten().any(|read| read == value))
}

fn names(prefix: &str, count: usize) -> String {
    (0..count).map(|index| format!("{prefix}{index}")).collect::<Vec<_>>().join(", ")
}
