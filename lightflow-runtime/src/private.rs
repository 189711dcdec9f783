//! What generated code calls. Not for people: it may change in any release.

mod codec;
mod graph;

pub use inventory;
pub use schemars::{Schema, SchemaGenerator};
pub use serde_json::Value;

pub use crate::engine::MapRun;
pub use crate::frame::{
    BoxFuture, Cx, Frame, NodeError, Obtain, ObtainMove, Out, Sink, Slot, Started,
};
pub use crate::plan::{
    Action, Arm, Body, Input, Layout, List, Share, Step, Ty, Wire, WireRef, item, layout, list,
    part, part_ref,
};
pub use crate::port::{CodecError, Port, Storage};
pub use crate::registry::{Asset, TypeAsset, launch};
pub use crate::spec::{
    Bound, Callee, CompositionSpec, Cost, CostHint, DefaultSpec, Mode, Node, NodeSpec, OutputSpec,
    PortSpec, RangeSpec, Source, TypeSpec, Workflow, WorkflowSpec,
};
pub use codec::{
    JsonMap, bytes_schema, choice_schema, decode_bytes, encode_bytes, fields_of, handle_schema,
    object_schema, read_field, read_input, unknown_choice, write_field,
};
pub use graph::{
    Cloned, NotCloned, Reuse, any, boxed, check_required, for_each, for_each_lent, out_of_range,
    start,
};
