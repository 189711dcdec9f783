//! A process group that does not outlive who made it.

use std::io::{self, Read as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};

/// Waits until its stdin ends, which is when it is told to or its parent is gone, however that died. Then it ends the group, itself
/// included. It says when it is deaf to the signals that the group gets first.
const GUARD: &str = "trap '' TERM INT HUP QUIT; echo; exec >&-; read -r _; kill -KILL 0";

/// A process group whose leader is a guard.
///
/// `PR_SET_PDEATHSIG` would end one process and not what it started, and already when the *thread* that started it ends. The guard
/// ends all. While it is not reaped, no other group gets the number of this one, so a signal never meets a stranger.
#[derive(Debug)]
pub struct Group {
    guard: Child,
    id: Pid,
}

impl Group {
    /// Starts a guard, alone in a new group.
    pub fn start() -> io::Result<Self> {
        let guard = Command::new("/bin/sh")
            .args(["-c", GUARD])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let id = Pid::from_child(&guard);
        let mut group = Self { guard, id };
        let mut ready = [0];
        group.guard.stdout.take().expect("piped").read_exact(&mut ready)?;
        Ok(group)
    }

    /// The number that a process joins it by.
    pub fn id(&self) -> i32 {
        self.id.as_raw_nonzero().get()
    }

    /// Asks all in it to end.
    pub fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    /// Ends all in it, and the guard.
    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        // It fails only for a group without members, which is what is wanted.
        let _ = kill_process_group(self.id, signal);
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
        // It is dead already: this does not wait.
        let _ = self.guard.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    /// A process in the group that starts another one; both hold the pipe that is returned.
    fn family(group: &Group) -> (Child, std::process::ChildStdout) {
        let mut child = Command::new("/bin/sh")
            .args(["-c", "sleep 1000 & trap '' TERM; echo started; wait; wait"])
            .stdout(Stdio::piped())
            .process_group(group.id())
            .spawn()
            .unwrap();
        let mut pipe = child.stdout.take().unwrap();
        let mut word = [0; 8];
        pipe.read_exact(&mut word).unwrap();
        assert_eq!(&word, b"started\n");
        (child, pipe)
    }

    fn assert_all_gone(mut child: Child, mut pipe: std::process::ChildStdout) {
        // The end of the pipe comes when its last holder is gone.
        assert_eq!(pipe.read(&mut [0; 8]).unwrap(), 0);
        assert!(!child.wait().unwrap().success());
    }

    #[test]
    fn a_dropped_group_leaves_no_grandchild() {
        let group = Group::start().unwrap();
        let (child, pipe) = family(&group);
        drop(group);
        assert_all_gone(child, pipe);
    }

    #[test]
    fn the_guard_ends_the_group_when_its_parent_is_gone() {
        let mut group = Group::start().unwrap();
        let (child, pipe) = family(&group);
        // A process that dies closes its pipes: nothing else tells the guard.
        drop(group.guard.stdin.take());
        assert_all_gone(child, pipe);
    }

    #[test]
    fn the_guard_stays_while_the_group_is_asked_to_end() {
        let mut group = Group::start().unwrap();
        group.terminate();
        let mut stdin = group.guard.stdin.take().unwrap();
        stdin.write_all(b"x").unwrap();
        assert!(group.guard.try_wait().unwrap().is_none());
    }
}
