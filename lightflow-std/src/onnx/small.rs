//! Models of a few bytes, written as protobuf by hand, for tests.
//!
//! Field numbers are those of `onnx.proto` (ONNX 1.17), wire types those of the protobuf encoding.

use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use super::load_onnx::load_onnx;
use super::{OnnxError, OnnxModel};

const FLOAT: u64 = 1;
const INT64: u64 = 7;
const DOUBLE: u64 = 11;

/// Whether ONNX Runtime is there; what runs models is tested only then.
pub fn has_runtime() -> bool {
    std::env::var_os("ORT_DYLIB_PATH").is_some_and(|path| PathBuf::from(path).is_file())
}

/// Loads these bytes from a file, as a user would.
pub fn load(bytes: &[u8]) -> Result<OnnxModel, OnnxError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.onnx");
    std::fs::write(&path, bytes).unwrap();
    let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    load_onnx(&path, &sha256, 1)
}

/// `y = x * factor` for a list of any length.
pub fn scaled(factor: f32) -> Vec<u8> {
    let constant = [number(2, FLOAT), text(8, "factor"), bytes(9, &factor.to_le_bytes())].concat();
    let graph = [
        bytes(1, &node("Mul", &["x", "factor"], &["y"])),
        text(2, "scaled"),
        bytes(5, &constant),
        bytes(11, &value("x", FLOAT, &[None])),
        bytes(12, &value("y", FLOAT, &[None])),
    ];
    model(&graph.concat())
}

/// Takes doubles, which are no port type.
pub fn of_doubles() -> Vec<u8> {
    let graph = [
        bytes(1, &node("Neg", &["x"], &["y"])),
        text(2, "doubles"),
        bytes(11, &value("x", DOUBLE, &[None])),
        bytes(12, &value("y", DOUBLE, &[None])),
    ];
    model(&graph.concat())
}

/// Picks rows of a table of two columns; gives them, and their shape.
pub fn gather() -> Vec<u8> {
    let graph = [
        bytes(1, &node("Gather", &["rows", "which"], &["picked"])),
        bytes(1, &node("Shape", &["picked"], &["shape"])),
        text(2, "gather"),
        bytes(11, &value("rows", FLOAT, &[None, Some(2)])),
        bytes(11, &value("which", INT64, &[None])),
        bytes(12, &value("picked", FLOAT, &[None, Some(2)])),
        bytes(12, &value("shape", INT64, &[Some(2)])),
    ];
    model(&graph.concat())
}

/// `ModelProto` of IR version 8 with operator set 13.
fn model(graph: &[u8]) -> Vec<u8> {
    [number(1, 8), bytes(7, graph), bytes(8, &number(2, 13))].concat()
}

/// `NodeProto`
fn node(operator: &str, inputs: &[&str], outputs: &[&str]) -> Vec<u8> {
    let inputs = inputs.iter().flat_map(|name| text(1, name));
    let outputs = outputs.iter().flat_map(|name| text(2, name));
    inputs.chain(outputs).chain(text(4, operator)).collect()
}

/// `ValueInfoProto` with a tensor type; an axis without a size has a name.
fn value(name: &str, kind: u64, sizes: &[Option<u64>]) -> Vec<u8> {
    let axes =
        sizes.iter().flat_map(|size| bytes(1, &size.map_or_else(|| text(2, "n"), |size| number(1, size))));
    let shape: Vec<u8> = axes.collect();
    let tensor = [number(1, kind), bytes(2, &shape)].concat();
    [text(1, name), bytes(2, &bytes(1, &tensor))].concat()
}

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7F {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn bytes(field: u64, value: &[u8]) -> Vec<u8> {
    [&varint(field << 3 | 2)[..], &varint(value.len() as u64), value].concat()
}

fn text(field: u64, value: &str) -> Vec<u8> {
    bytes(field, value.as_bytes())
}
