//! What a program in a sandbox may touch.

use std::path::{Path, PathBuf};

use lightflow::prelude::*;

/// What a program may touch: nothing but this.
///
/// Files are restricted by [Landlock](https://docs.kernel.org/userspace-api/landlock.html), without root. A program without network cannot
/// make a socket at all, so it reaches neither hosts nor services of this machine (a filter of system calls, `seccomp`). In any sandbox a
/// program cannot leave its process group, gain rights, signal or trace what is outside, or reach abstract Unix sockets.
///
/// Devices are not readable but `/dev/null`, `/dev/zero`, `/dev/full`, `/dev/random` and `/dev/urandom`. Whether a file exists, its size
/// and its times can be asked for anywhere: Landlock does not hide names. Memory and processors are not bounded.
#[derive(Port, Clone, Debug, PartialEq, Eq)]
pub struct Sandbox {
    /// Files and folders that may be read, and run.
    pub readable: Vec<PathBuf>,
    /// Files and folders that may be read, run, written and removed.
    pub writable: Vec<PathBuf>,
    /// Whether programs and libraries of the system may be read: `/bin`, `/lib`, `/lib64`, `/sbin`, `/usr`, and of `/etc` what finds them.
    pub system: bool,
    /// Whether there is a network, and services of this machine on sockets.
    pub network: bool,
}

impl Default for Sandbox {
    /// Programs of the system, and nothing else.
    fn default() -> Self {
        Self { readable: Vec::new(), writable: Vec::new(), system: true, network: false }
    }
}

/// What a sandbox cannot do. No program has started.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Another system.
    #[error("a sandbox needs Linux; run the program with `exec` if you trust it")]
    System,
    /// The kernel cannot restrict files.
    #[error("this machine cannot restrict files: {source}; it takes Linux 6.12 with Landlock")]
    Files {
        /// What it says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The kernel cannot filter system calls.
    #[error(
        "this machine cannot restrict system calls: {source}; it takes Linux with seccomp on x86-64, AArch64 or RISC-V"
    )]
    Calls {
        /// What it says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A path that is not there.
    #[error("the sandbox's path {path:?} cannot be opened: {source}; give a path that exists")]
    Path {
        /// As given.
        path: PathBuf,
        /// What the system says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Sandbox {
    /// Restricts this thread, and all that it starts, for good.
    ///
    /// `program` may be run, `cwd` may be written when it was made for the program, and `group` is the only process group to join.
    #[cfg(target_os = "linux")]
    pub(super) fn enter(&self, program: &Path, own: Option<&Path>, group: i32) -> Result<(), SandboxError> {
        linux::restrict_files(self, program, own)?;
        linux::restrict_calls(self.network, group)
    }

    /// Refuses.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn enter(&self, _: &Path, _: Option<&Path>, _: i32) -> Result<(), SandboxError> {
        Err(SandboxError::System)
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;
    use std::path::Path;

    use landlock::{
        ABI, Access as _, AccessFs, BitFlags, CompatLevel, Compatible as _, PathBeneath, PathFd, Ruleset,
        RulesetAttr as _, RulesetCreated, RulesetCreatedAttr as _, RulesetError, RulesetStatus, Scope,
    };
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule, TargetArch, apply_filter,
    };

    use super::{Sandbox, SandboxError};

    /// The first that keeps signals and abstract sockets inside. No older one is made do with.
    const LANDLOCK: ABI = ABI::V6;

    /// Programs, libraries, and how the loader finds them.
    const SYSTEM: [&str; 8] = [
        "/bin",
        "/lib",
        "/lib64",
        "/sbin",
        "/usr",
        "/etc/alternatives",
        "/etc/ld.so.cache",
        "/etc/ld.so.preload",
    ];

    const DEVICES: [&str; 5] = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

    /// x86-64 has each call a second time, for programs with short pointers.
    #[cfg(target_arch = "x86_64")]
    const SECOND_NUMBERS: Option<i64> = Some(0x4000_0000);
    #[cfg(not(target_arch = "x86_64"))]
    const SECOND_NUMBERS: Option<i64> = None;

    pub(super) fn restrict_files(
        sandbox: &Sandbox,
        program: &Path,
        own: Option<&Path>,
    ) -> Result<(), SandboxError> {
        let files = |source: RulesetError| SandboxError::Files { source: source.into() };
        let read = AccessFs::from_read(LANDLOCK);
        let all = AccessFs::from_all(LANDLOCK);
        let mut rules = Ruleset::default()
            .set_compatibility(CompatLevel::HardRequirement)
            .handle_access(all)
            .and_then(|rules| rules.scope(Scope::AbstractUnixSocket | Scope::Signal))
            .and_then(Ruleset::create)
            .map_err(files)?;
        rules = allow(rules, program, read)?;
        for path in &sandbox.readable {
            rules = allow(rules, path, read)?;
        }
        for path in sandbox.writable.iter().map(AsRef::as_ref).chain(own) {
            rules = allow(rules, path, all)?;
        }
        // Not every system has all of these.
        let system = SYSTEM.iter().filter(|_| sandbox.system).map(|path| (path, read));
        let devices = DEVICES.iter().map(|path| (path, AccessFs::ReadFile | AccessFs::WriteFile));
        for (path, access) in system.chain(devices) {
            if Path::new(path).exists() {
                rules = allow(rules, Path::new(path), access)?;
            }
        }
        let status = rules.restrict_self().map_err(files)?;
        match status.ruleset {
            RulesetStatus::FullyEnforced => Ok(()),
            _ => Err(SandboxError::Files { source: "not all is enforced".into() }),
        }
    }

    fn allow(
        rules: RulesetCreated,
        path: &Path,
        access: BitFlags<AccessFs>,
    ) -> Result<RulesetCreated, SandboxError> {
        let open = PathFd::new(path)
            .map_err(|source| SandboxError::Path { path: path.into(), source: source.into() })?;
        // A file has no entries to make or remove.
        let access = if path.is_dir() { access } else { access & AccessFs::from_file(LANDLOCK) };
        rules
            .add_rule(PathBeneath::new(open, access))
            .map_err(|source| SandboxError::Files { source: source.into() })
    }

    pub(super) fn restrict_calls(network: bool, group: i32) -> Result<(), SandboxError> {
        let program =
            filter(network, group).map_err(|source| SandboxError::Calls { source: source.into() })?;
        apply_filter(&program).map_err(|source| SandboxError::Calls { source: source.into() })
    }

    /// Refuses to make sockets (pairs that are connected to each other are no way out) and to leave the process group.
    fn filter(network: bool, group: i32) -> Result<BpfProgram, seccompiler::BackendError> {
        let differs = |argument, value| {
            let condition =
                SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, value)?;
            SeccompRule::new(vec![condition])
        };
        let mut refused = BTreeMap::from([
            (libc::SYS_setsid, vec![]),
            // To join the group is the first thing that the program's process does.
            (libc::SYS_setpgid, vec![differs(0, 0)?, differs(1, u64::from(group.cast_unsigned()))?]),
        ]);
        if !network {
            refused.insert(libc::SYS_socket, vec![]);
            // It makes sockets, too, past this filter.
            refused.insert(libc::SYS_io_uring_setup, vec![]);
        }
        if let Some(offset) = SECOND_NUMBERS {
            let again: Vec<_> = refused.keys().map(|number| (number | offset, vec![])).collect();
            refused.extend(again);
        }
        let arch = TargetArch::try_from(std::env::consts::ARCH)?;
        let refuse = SeccompAction::Errno(libc::EPERM.cast_unsigned());
        SeccompFilter::new(refused, SeccompAction::Allow, refuse, arch)?.try_into()
    }
}
