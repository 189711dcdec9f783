//! The workflow's own nodes, from its files: here they are plain functions.

#[path = "../../../examples/studio/lightflow/nodes/aspect_bucket.rs"]
pub mod aspect_bucket;
#[path = "../../../examples/studio/lightflow/nodes/drop_duplicates.rs"]
pub mod drop_duplicates;
#[path = "../../../examples/studio/lightflow/nodes/rule_tags.rs"]
pub mod rule_tags;
#[path = "../../../examples/studio/lightflow/nodes/sample_record.rs"]
pub mod sample_record;
#[path = "../../../examples/studio/lightflow/nodes/save_sample.rs"]
pub mod save_sample;
#[path = "../../../examples/studio/lightflow/nodes/survey.rs"]
pub mod survey;
