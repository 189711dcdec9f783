//! A program in a container.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use bollard::container::LogOutput;
use bollard::errors::Error as ApiError;
use bollard::models::{ContainerCreateBody, HostConfig, Mount as ApiMount, MountType};
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, LogsOptionsBuilder, RemoveContainerOptionsBuilder, StartContainerOptions,
    WaitContainerOptions,
};
use bollard::{API_DEFAULT_VERSION, Docker};
use futures_util::StreamExt as _;
use lightflow::prelude::*;
use tokio::runtime::Handle;
use tokio::time;

use super::child::{Ended, cancelled};
use super::environment::variables;
use super::error::ProcessError;
use super::finished::{Finished, Overflow};
use super::output::{Lines, Taken};

/// Seconds that the service may take to answer.
const ANSWER: u64 = 120;

/// A file or folder of this machine that the container sees.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// Here.
    pub source: PathBuf,
    /// There: an absolute path.
    pub target: String,
    /// Whether it may be changed.
    pub writable: bool,
}

/// Why a container gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum DockerError {
    /// There is no service.
    #[error("no Docker answers at {socket:?}: {source}; start it, or give its socket")]
    Service {
        /// The socket.
        socket: PathBuf,
        /// What the client says.
        source: Box<ApiError>,
    },
    /// The image is not there.
    #[error("the image `{image}` is not on this machine; fetch it with `docker pull {image}`")]
    Image {
        /// As given.
        image: String,
    },
    /// A mount that cannot be.
    #[error("{source_path:?} cannot be mounted at `{target}`: {problem}")]
    Mount {
        /// Here.
        source_path: PathBuf,
        /// There.
        target: String,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// The service refused it.
    #[error("Docker did not run `{image}`: {source}; mend what it says")]
    Refused {
        /// The image.
        image: String,
        /// What it says.
        source: Box<ApiError>,
    },
    /// As with any program.
    #[error(transparent)]
    Process(#[from] ProcessError),
}

/// Runs a program in a new container of [Docker](https://docs.docker.com/reference/api/engine/), and removes the container at the end.
///
/// The container has no network unless it is given one, no capabilities, no way to gain rights, at most `memory_mib`, `cpus` and 512 processes, and
/// sees of this machine what `mounts` says. It is removed with what ran in it when the program ends, takes too long, writes too much, or the step is
/// cancelled or dropped. Only when this very process is killed, it stays; it bears the label `lightflow.step` to be found by. Images are never
/// fetched.
///
/// # Errors
/// No service at `socket`, an image that is not there, a mount that cannot be, and those of [`exec`](fn@super::exec::exec).
///
/// ```
/// use lightflow::prelude::*;
/// use lightflow_std::process::docker_run::docker_run;
///
/// /// What a container says about its system.
/// #[workflow]
/// fn system() -> String {
///     let told = docker_run { image: "debian:stable-slim", argv: vec!["uname".to_owned(), "-a".to_owned()], .. };
///     told.stdout
/// }
/// ```
#[expect(clippy::too_many_arguments, reason = "each is a port")]
#[node(needs(process, fs), volatile)]
pub async fn docker_run(
    /// The image, with tag or digest.
    #[port(len = 1..=512)]
    image: &str,
    /// The program and its arguments; those of the image, if there are none.
    #[port(default = Vec::new(), len = 0..=4096)]
    argv: Vec<String>,
    /// The variables that it gets: `NAME` for the value here, or `NAME=value`.
    #[port(default = Vec::new(), len = 0..=256)]
    env: Vec<String>,
    /// What it sees of this machine.
    #[port(default = Vec::new(), len = 0..=64)]
    mounts: Vec<Mount>,
    /// Whether there is a network.
    #[port(default = false)]
    network: bool,
    /// The most memory.
    #[port(default = 2048, range = 16..=1_048_576, unit = "MiB")]
    memory_mib: u32,
    /// The most processors.
    #[port(default = 2.0, range = 0.01..=1024.0)]
    cpus: f64,
    /// How long it may take.
    #[port(default = 600, range = 1..=604_800, unit = "s")]
    timeout: u64,
    /// How much it may write to stdout, and to stderr.
    #[port(default = 16 * 1024 * 1024, range = 1..=1_073_741_824, unit = "B")]
    max_output: u64,
    /// What is done when it writes more.
    #[port(default = Overflow::Fail)]
    overflow: Overflow,
    /// Whether stdout is bytes: they are in `bytes` then, and `stdout` is empty.
    #[port(default = false)]
    binary: bool,
    /// Whether another code than 0 is an error.
    #[port(default = true)]
    check: bool,
    /// Where the service listens.
    #[port(default = "/var/run/docker.sock")]
    socket: PathBuf,
    ctx: &Ctx,
) -> Result<Finished, DockerError> {
    let env = variables(&env, |name| std::env::var_os(name))?;
    let env = env.into_iter().map(|(name, value)| format!("{name}={}", value.to_string_lossy())).collect();
    let mounts = mounts.iter().map(mount).collect::<Result<_, _>>()?;
    let refused = |source| refused(image, source);
    let no_service = |source| DockerError::Service { socket: socket.clone(), source: Box::new(source) };
    let docker = Docker::connect_with_unix(&socket.to_string_lossy(), ANSWER, API_DEFAULT_VERSION)
        .map_err(no_service)?;

    let host = HostConfig {
        memory: Some(i64::from(memory_mib) * 1024 * 1024),
        memory_swap: Some(i64::from(memory_mib) * 1024 * 1024),
        nano_cpus: Some((cpus.clamp(0.01, 1024.0) * 1e9) as i64),
        pids_limit: Some(512),
        network_mode: (!network).then(|| "none".to_owned()),
        cap_drop: Some(vec!["ALL".into()]),
        security_opt: Some(vec!["no-new-privileges".into()]),
        init: Some(true),
        mounts: Some(mounts),
        ..HostConfig::default()
    };
    let body = ContainerCreateBody {
        image: Some(image.to_owned()),
        cmd: (!argv.is_empty()).then_some(argv),
        env: Some(env),
        labels: Some([("lightflow.step".to_owned(), ctx.step().to_string())].into()),
        host_config: Some(host),
        ..ContainerCreateBody::default()
    };
    // The name is ours: a container is removed even if the step is dropped before the service has said what it made.
    let mut container =
        Container { docker: Some(docker.clone()), name: new_name(), runtime: Handle::current() };
    let options = CreateContainerOptionsBuilder::default().name(&container.name).build();
    if let Err(source) = docker.create_container(Some(options), body).await {
        container.docker = None;
        return Err(refused(source));
    }

    let (mut stdout, mut stderr) = (Taken::default(), Taken::default());
    let code = {
        let follow = async {
            docker.start_container(&container.name, None::<StartContainerOptions>).await.map_err(refused)?;
            let limit = usize::try_from(max_output).unwrap_or(usize::MAX);
            let streams = Streams { out: &mut stdout, err: &mut stderr, limit, overflow, binary };
            streams.follow(&docker, &container.name, image, ctx).await?;
            code(&docker, &container.name).await.map_err(refused)
        };
        tokio::select! {
            code = follow => code,
            () = time::sleep(Duration::from_secs(timeout)) => {
                Err(ProcessError::Timeout { program: image.to_owned(), seconds: timeout }.into())
            }
            () = cancelled(ctx) => Err(ProcessError::Cancelled { program: image.to_owned() }.into()),
        }
    };
    if let Err(error) = container.remove().await {
        ctx.log(format!("the container {} is not removed: {error}", container.name));
    }
    let ended = Ended { name: image, code: code?, stdout, stderr, limit: max_output };
    Ok(ended.finished(binary, check, ctx)?)
}

/// A name that no other container has.
fn new_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
    format!("lightflow-{time:x}-{:x}-{:x}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn mount(mount: &Mount) -> Result<ApiMount, DockerError> {
    let wrong = |problem: String| DockerError::Mount {
        source_path: mount.source.clone(),
        target: mount.target.clone(),
        problem,
    };
    let source = mount
        .source
        .canonicalize()
        .map_err(|error: io::Error| wrong(format!("{error}; give a path that exists")))?;
    let source =
        source.into_os_string().into_string().map_err(|_| wrong("its name is no UTF-8; rename it".into()))?;
    if !Path::new(&mount.target).is_absolute() {
        return Err(wrong("a container has no working folder of ours; give an absolute path".into()));
    }
    Ok(ApiMount {
        source: Some(source),
        target: Some(mount.target.clone()),
        typ: Some(MountType::BIND),
        read_only: Some(!mount.writable),
        ..ApiMount::default()
    })
}

fn refused(image: &str, source: ApiError) -> DockerError {
    match &source {
        ApiError::DockerResponseServerError { status_code: 404, message }
            if message.contains("No such image") =>
        {
            DockerError::Image { image: image.to_owned() }
        }
        _ => DockerError::Refused { image: image.to_owned(), source: Box::new(source) },
    }
}

/// The code of a container that ended.
async fn code(docker: &Docker, name: &str) -> Result<i32, ApiError> {
    let waited = Box::pin(docker.wait_container(name, None::<WaitContainerOptions>)).next().await;
    let code = match waited {
        Some(Ok(response)) => response.status_code,
        // The client takes a code for an error.
        Some(Err(ApiError::DockerContainerWaitError { code, error })) if error.is_empty() => code,
        Some(Err(error)) => return Err(error),
        None => -1,
    };
    Ok(i32::try_from(code).unwrap_or(-1))
}

struct Streams<'a> {
    out: &'a mut Taken,
    err: &'a mut Taken,
    limit: usize,
    overflow: Overflow,
    binary: bool,
}

impl Streams<'_> {
    /// Takes what it writes until it ends.
    async fn follow(self, docker: &Docker, name: &str, image: &str, ctx: &Ctx) -> Result<(), DockerError> {
        let options = LogsOptionsBuilder::default().follow(true).stdout(true).stderr(true).build();
        let mut pieces = Box::pin(docker.logs(name, Some(options)));
        let (mut out_lines, mut err_lines) = (Lines::of(ctx), Lines::of(ctx));
        while let Some(piece) = pieces.next().await {
            let (stream, taken, lines, message) = match piece.map_err(|source| refused(image, source))? {
                LogOutput::StdOut { message } | LogOutput::Console { message } => {
                    ("stdout", &mut *self.out, &mut out_lines, message)
                }
                LogOutput::StdErr { message } => ("stderr", &mut *self.err, &mut err_lines, message),
                LogOutput::StdIn { .. } => continue,
            };
            if !(self.binary && stream == "stdout") {
                lines.push(&message);
            }
            if !taken.add(&message, self.limit, self.overflow) {
                return Err(
                    ProcessError::TooMuch { program: image.to_owned(), stream, limit: self.limit }.into()
                );
            }
        }
        out_lines.end();
        err_lines.end();
        Ok(())
    }
}

/// A container that is removed, with what runs in it, when nobody wants it any more.
#[derive(Debug)]
struct Container {
    docker: Option<Docker>,
    name: String,
    runtime: Handle,
}

impl Container {
    async fn remove(&mut self) -> Result<(), ApiError> {
        let Some(docker) = &self.docker else { return Ok(()) };
        remove(docker, &self.name).await?;
        self.docker = None;
        Ok(())
    }
}

async fn remove(docker: &Docker, name: &str) -> Result<(), ApiError> {
    docker
        .remove_container(name, Some(RemoveContainerOptionsBuilder::default().force(true).v(true).build()))
        .await
}

impl Drop for Container {
    fn drop(&mut self) {
        if let Some(docker) = self.docker.take() {
            let name = std::mem::take(&mut self.name);
            self.runtime.spawn(async move { remove(&docker, &name).await });
        }
    }
}

#[cfg(test)]
mod tests;
