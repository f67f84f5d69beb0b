//! `cargo xtask open`: opens the address that a server prints.
//!
//! It is a filter, so that `run --open` can put it behind the server and still become the server. Ctrl-C and the exit
//! code stay the server's own.

use std::io::{self, BufRead, PipeWriter, Write};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use testkit::StartupLine;

/// Copy standard input to standard output and open the first address in it in the browser.
#[derive(clap::Args)]
pub(crate) struct OpenFilter {}

pub(crate) fn run(OpenFilter {}: OpenFilter) -> Result<ExitCode> {
    copy(io::stdin().lock(), io::stdout(), |address| {
        if let Err(error) = open::that_detached(address) {
            eprintln!("No browser could be opened ({error}): open {address} yourself.");
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Starts `cargo xtask open` and gives the standard output for the server before it.
pub(crate) fn start() -> Result<PipeWriter> {
    let (reader, writer) = io::pipe().context("cannot make a pipe")?;
    let mut filter = Command::new(std::env::current_exe()?);
    filter.arg("open").stdin(reader);
    // Ctrl-C ends the server, and the end of the server ends the filter. The other way
    // round, the server's last words would have no reader.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut filter, 0);
    filter.spawn().context("cannot start `cargo xtask open`")?;
    Ok(writer)
}

fn copy(input: impl BufRead, mut output: impl Write, open: impl FnOnce(&str)) -> io::Result<()> {
    let mut open = Some(open);
    for line in input.lines() {
        let line = line?;
        writeln!(output, "{line}")?;
        output.flush()?;
        if let Some(startup_line) = StartupLine::parse(&line)
            && let Some(open) = open.take()
        {
            open(startup_line.url());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copied_lines_with_addresses_open_the_first() {
        let said = "울림 http://127.0.0.1:41233\n클라이언트 접속 해제\nhttp://elsewhere/\n";
        let mut copied = Vec::new();
        let mut opened = Vec::new();
        copy(said.as_bytes(), &mut copied, |address| {
            opened.push(address.to_owned())
        })
        .unwrap();
        assert_eq!(String::from_utf8(copied).unwrap(), said);
        assert_eq!(opened, ["http://127.0.0.1:41233"]);
    }

    #[test]
    fn copied_lines_without_an_address_open_nothing() {
        copy("no address\n".as_bytes(), Vec::new(), |address| {
            panic!("opened {address}")
        })
        .unwrap();
    }
}
