//! What the protocol asks of a server.

use std::sync::Arc;

use lightflow_service::service::Service;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ErrorData, Implementation,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};

use super::{Runner, resources, tools};

/// What is said to every agent before it does anything.
const INSTRUCTIONS: &str = "Workflows of this program make files such as pictures. The loop: `search_assets` for what there \
is, `describe` a workflow for its inputs, `preflight` until nothing stands in the way, `run` or `sweep`, then `outputs` to \
look at what came out and judge it; change inputs and run again, as steps that did not change are not computed twice. \
`status` follows a run that takes long, `explain` says why one failed or which steps ran and why.";

/// The protocol's side of a service: tools and resources.
#[derive(Debug)]
pub struct Mcp<R> {
    shared: Arc<Shared<R>>,
}

#[derive(Debug)]
pub(super) struct Shared<R> {
    pub service: Service,
    pub runner: R,
    name: String,
    version: String,
}

impl<R> Clone for Mcp<R> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone() }
    }
}

impl<R: Runner> Mcp<R> {
    /// A server for this service, whose runs the runner starts; `name` and `version` are those of the program.
    pub fn new(service: Service, runner: R, name: impl Into<String>, version: impl Into<String>) -> Self {
        let shared = Shared { service, runner, name: name.into(), version: version.into() };
        Self { shared: Arc::new(shared) }
    }
}

impl<R: Runner> ServerHandler for Mcp<R> {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().enable_resources().build();
        let name = Implementation::new(self.shared.name.clone(), self.shared.version.clone());
        ServerConfig::new(capabilities).with_server_info(name).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::list(&self.shared.service)))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let called = tools::call(&self.shared, &request.name, arguments, &context).await;
        let Some(called) = called else {
            let message = format!("there is no tool `{}`", request.name);
            return Err(ErrorData::invalid_params(message, None));
        };
        Ok(called.unwrap_or_else(CallToolResult::from).into())
    }

    async fn list_resources(
        &self,
        page: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let service = self.shared.service.clone();
        let cursor = page.and_then(|page| page.cursor);
        off(move || resources::list(&service, cursor.as_deref())).await
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates()))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let service = self.shared.service.clone();
        Ok(off(move || resources::read(&service, &request.uri)).await?.into())
    }
}

/// Waits for disks on a thread that may.
async fn off<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ErrorData> + Send + 'static,
) -> Result<T, ErrorData> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}
