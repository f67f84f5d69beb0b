//! The access of a step to the run: its programs write to the step's log, and their progress is shown.

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context, Result, bail};

use super::output;
use super::run::{Run, lock};
use crate::process;

/// A running step.
pub(crate) struct Monitor<'a> {
    pub(super) run: &'a Run,
    pub(super) step: usize,
    pub(super) log: File,
}

impl Monitor<'_> {
    /// Runs `command` to its end.
    ///
    /// # Errors
    /// Anything but success, as an error that names the command.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        let (reader, writer) = io::pipe().context("cannot make a pipe")?;
        command.stdout(writer.try_clone().context("cannot make a pipe")?);
        command.stderr(writer);
        let child = self.spawn(command)?;
        self.log(reader)?;
        self.wait(command, &child)
    }

    /// Runs `command` to its end and gives its standard output.
    ///
    /// # Errors
    /// As [`Monitor::run`].
    pub(crate) fn output(&self, command: &mut Command) -> Result<String> {
        let pipe = || io::pipe().context("cannot make a pipe");
        let ((mut stdout, stdout_writer), (stderr, stderr_writer)) = (pipe()?, pipe()?);
        command.stdout(stdout_writer).stderr(stderr_writer);
        let child = self.spawn(command)?;
        let mut text = String::new();
        let (read, logged) = thread::scope(|scope| {
            let reading = scope.spawn(|| stdout.read_to_string(&mut text));
            let logged = self.log(stderr);
            (reading.join(), logged)
        });
        logged?;
        self.wait(command, &child)?;
        if !matches!(read, Ok(Ok(_))) {
            bail!(
                "`{}` printed something that is not UTF-8",
                process::line(command)
            );
        }
        Ok(text)
    }

    /// Writes a sentence into the log.
    pub(crate) fn note(&self, sentence: &str) -> Result<()> {
        writeln!(&self.log, "{sentence}").context("cannot write the log of a step")
    }

    /// Whether another step has failed. What this one runs was killed then.
    pub(crate) fn is_stopped(&self) -> bool {
        self.run.has_failed()
    }

    fn spawn(&self, command: &mut Command) -> Result<Arc<Mutex<Child>>> {
        command
            .stdin(Stdio::null())
            // Without a terminal cargo shows no counts by itself.
            .env("CARGO_TERM_PROGRESS_WHEN", "always")
            .env("CARGO_TERM_PROGRESS_WIDTH", "100")
            .env("CARGO_TERM_COLOR", "never");
        let spawned = command
            .spawn()
            .with_context(|| format!("cannot start `{}`", process::line(command)));
        // A pipe ends when its last writer is closed, and the command would keep one open.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let child = Arc::new(Mutex::new(spawned?));
        self.run.kill_on_failure(Arc::clone(&child));
        Ok(child)
    }

    fn log(&self, output: impl Read) -> Result<()> {
        output::copy(output, &self.log, |done, all| {
            self.run.count(self.step, done, all);
        })
        .context("cannot write the log of a step")
    }

    fn wait(&self, command: &Command, child: &Mutex<Child>) -> Result<()> {
        let status = lock(child).wait();
        let status =
            status.with_context(|| format!("cannot wait for `{}`", process::line(command)))?;
        if !status.success() {
            bail!("`{}` failed ({status})", process::line(command));
        }
        Ok(())
    }
}
