//! The signals of the process: which stop it, which reload the certificate, and which change nothing.
//!
//! | signal | effect |
//! |---|---|
//! | SIGINT, SIGTERM, SIGQUIT | stop; a second one ends the drain at once |
//! | SIGHUP | reload; stop where the terminal has gone away, unless `nohup` started the server |
//! | SIGUSR1, SIGUSR2 | nothing: other servers reopen their logs, this one logs to standard error |
//! | SIGPIPE | nothing: Rust's runtime ignores it, and a write to a closed pipe is an error |
//!
//! What may not enter: how a server stops (`shutdown`) and what a reload reads (`net::tls`).

use std::fs::File;
use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;
use tracing::{info, warn};

/// The bit of SIGHUP in the masks of `/proc/self/status`.
const HANGUP_BIT: u64 = 1;

/// The signals, caught from [`Signals::catch`] on: none that comes later ends the process by its default action.
#[derive(Debug)]
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
    quit: Signal,
    hangup: Signal,
    user_1: Signal,
    user_2: Signal,
    /// Whether the server ends with its terminal.
    ends_with_terminal: bool,
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    Stop(&'static str),
    Reload,
    Nothing(&'static str),
}

impl Signals {
    /// Catches the signals from this call on.
    ///
    /// # Errors
    ///
    /// When the operating system does not let a signal be caught.
    pub fn catch() -> io::Result<Self> {
        // Asked before SIGHUP is caught, which replaces the disposition that `nohup` has set.
        let ends_with_terminal = has_terminal() && !ignores_hangup();
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            quit: signal(SignalKind::quit())?,
            hangup: signal(SignalKind::hangup())?,
            user_1: signal(SignalKind::user_defined1())?,
            user_2: signal(SignalKind::user_defined2())?,
            ends_with_terminal,
        })
    }

    /// Does what each signal asks for. The first that stops sends on `stop`; the second completes this, and the
    /// caller ends without a drain.
    pub async fn obey(mut self, stop: oneshot::Sender<()>, reload: impl Fn()) {
        let mut stop = Some(stop);
        loop {
            match self.next().await {
                Request::Stop(name) => {
                    let Some(stop) = stop.take() else {
                        warn!("{name}: ending at once; open connections are cut");
                        return;
                    };
                    info!("{name}: stopping");
                    // An error means that the server has stopped by itself.
                    let _ = stop.send(());
                }
                Request::Reload => reload(),
                Request::Nothing(name) => {
                    info!("{name}: there is nothing to do; the log is standard error");
                }
            }
        }
    }

    async fn next(&mut self) -> Request {
        tokio::select! {
            _ = self.interrupt.recv() => Request::Stop("SIGINT"),
            _ = self.terminate.recv() => Request::Stop("SIGTERM"),
            _ = self.quit.recv() => Request::Stop("SIGQUIT"),
            _ = self.hangup.recv() => {
                if self.ends_with_terminal && !has_terminal() {
                    Request::Stop("SIGHUP, the terminal has gone away")
                } else {
                    Request::Reload
                }
            }
            _ = self.user_1.recv() => Request::Nothing("SIGUSR1"),
            _ = self.user_2.recv() => Request::Nothing("SIGUSR2"),
        }
    }
}

/// Whether the process has a controlling terminal. It has none any more when that terminal was closed.
fn has_terminal() -> bool {
    File::open("/dev/tty").is_ok()
}

/// Whether SIGHUP was ignored when the process began, as `nohup` has it. False where there is no `/proc`.
fn ignores_hangup() -> bool {
    std::fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .is_some_and(|mask| mask & HANGUP_BIT != 0)
    })
}
