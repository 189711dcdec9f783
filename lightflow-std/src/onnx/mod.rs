//! Models in ONNX, on the CPU.
