//! What generated code calls. Not for people: it may change in any release.

mod argument;
mod budget;
mod codec;
mod constant;
mod graph;
mod kept;
mod memory;
mod parameter;
mod policy;
mod readers;
pub(crate) mod text;

pub use inventory;
pub use schemars::{Schema, SchemaGenerator};
pub use serde_json::Value;

pub use crate::engine::{Lane, MapRun, NoLane, Stride, Walk, strides};
pub use crate::frame::{
    BoxFuture, Cx, Frame, NodeError, Obtain, ObtainMove, Out, Sink, Started, obtain, out, share, share_lent,
    take_sole,
};
pub use crate::plan::{
    Action, Arm, Body, Does, Input, Layout, Links, NO_RELEASES, Part, Release, Share, Step, Ty, Wire,
    callee_of, join, layout, list, output_of, part, part_ref, required_of,
};
pub use crate::port::{CodecError, Family, Port, Reader, Storage, Writer, layout as type_layout};
pub use crate::record::{KeyWriter, recorded};
pub use crate::registry::{Asset, InputError, TypeAsset, launch};
pub use crate::shape::{
    Condition, Contract, Extent, Findings, Form, Holding, Open, Pattern as AxesPattern, PortContract, Probe,
    ProbeAny, Report, Shape, Shaped, Summary, Test, broken_shapes_of, find,
};
pub use crate::spec::{
    Bound, Budget, Callee, CompositionSpec, Contracts, Cost, CostHint, Declared, DefaultSpec, Failure, Held,
    Inst, LenSpec, Literal, Measured, Mode, ModelAsset, ModelFile, ModelSpec, Money, Need, Node, NodeSpec,
    OutputSpec, Pattern, Policy, PortSpec, RangeSpec, Retry, Reuse, Source, Textual, TypeSpec, Unread, Whole,
    Workflow, WorkflowSpec,
};
pub use crate::stream::{channel, fallible, items, pump};
pub use argument::{check_argument, check_default};
pub use budget::{check_cost, check_vram};
pub use codec::{
    JsonMap, at_field, bytes_schema, choice_schema, decode_bytes, encode_bytes, fields_of, handle_schema,
    object_schema, of_families, read_field, read_input, unknown_choice, write_bytes, write_field,
};
pub use constant::{AnyConstant, Constant, reading_of};
pub use graph::{
    Borrowed, Fill, Graph, Listed, ListedAny, Unique, any, any_of, check_required, filling_of, first_of, fit,
    keeps, linear, out_of_range, start, taken_apart,
};
pub use kept::{has_len, input_kept};
pub use memory::share_arenas;
pub use parameter::check_parameter;
pub use policy::check_denied;
