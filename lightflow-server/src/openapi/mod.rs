//! The description of the HTTP interface.
use lightflow_service::service::Service;
/// stub
pub fn document(_service: &Service) -> serde_json::Value {
    serde_json::Value::Null
}
