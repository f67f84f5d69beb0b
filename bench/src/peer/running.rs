//! A running peer.

use std::{
    io::{BufRead, BufReader, Lines},
    net::{Ipv4Addr, SocketAddr},
    process::{Child, ChildStdout, Command},
    thread,
};

use anyhow::{Context, Result};
use testkit::StartupLine;

use crate::{
    load::{exchange::Kind, target::Target},
    machine::{self, Cores},
    peer::{Peer, Program, locked_version, places::Places},
};

/// A running peer, killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    /// What it is.
    pub(crate) peer: &'static Peer,
    /// The program and its libraries, with their versions.
    pub(crate) version: String,
    child: Child,
    address: SocketAddr,
}

impl Running {
    /// Starts it on these cores, and waits until it listens.
    ///
    /// # Errors
    ///
    /// The program is not there, or does not say where it listens.
    pub(crate) fn start(peer: &'static Peer, places: &Places, cores: Cores) -> Result<Self> {
        let mut command = places.command(&peer.program)?;
        // A child stays on the cores that its parent was on.
        let mut child = machine::on_cores(cores, || command.spawn())??;
        let said = child.stdout.take().map(BufReader::new);
        let introduction = said
            .context("no standard output")
            .and_then(|said| introduce(said, &peer.program, places));
        match introduction {
            Ok((address, version)) => Ok(Self {
                peer,
                version,
                child,
                address,
            }),
            Err(error) => {
                stop(&mut child);
                Err(error).with_context(|| tried(&command))
            }
        }
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The target at this path.
    pub(crate) fn target(&self, path: &str) -> Target {
        match self.peer.echo {
            Kind::Raw => Target::Tcp {
                address: self.address,
            },
            Kind::Binary | Kind::Text { .. } => Target::WebSocket {
                address: self.address,
                path: path.to_owned(),
            },
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// Kills a peer, which has nothing to lose. The load notices a peer that ends by itself.
fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

fn tried(command: &Command) -> String {
    format!("{command:?} does not start as it should")
}

/// Reads the address in the first line of a peer, and its version. Later lines are read and discarded, because a
/// full pipe stops some servers.
fn introduce(
    said: BufReader<ChildStdout>,
    program: &Program,
    places: &Places,
) -> Result<(SocketAddr, String)> {
    let mut lines = said.lines();
    let first = next(&mut lines)?;
    let address = match program {
        Program::Ullim => StartupLine::parse(&first).and_then(|line| line.address()),
        _ => listening(&first),
    };
    let address = address.with_context(|| format!("no address in {first:?}"))?;
    let version = match program {
        Program::Ullim => places.ullim_version()?,
        Program::Compiled(_, name) => {
            let version = locked_version(name).unwrap_or_else(|| "of unknown version".to_owned());
            format!("{name} {version}")
        }
        Program::Node(_) | Program::Bun(_) | Program::Deno(_) | Program::Python(_) => {
            next(&mut lines)?
        }
    };
    thread::spawn(move || lines.count());
    Ok((address, version))
}

fn next(lines: &mut Lines<impl BufRead>) -> Result<String> {
    Ok(lines.next().context("it ended without a word")??)
}

/// The line of every other peer: `listening 127.0.0.1:3000`.
fn listening(line: &str) -> Option<SocketAddr> {
    let (_, port) = line.split_once("127.0.0.1:")?;
    let port: u16 = port.trim().parse().ok()?;
    Some((Ipv4Addr::LOCALHOST, port).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_of_a_peer_is_the_end_of_its_first_line() {
        let address = Some((Ipv4Addr::LOCALHOST, 3000).into());
        assert_eq!(listening("listening 127.0.0.1:3000"), address);
        assert_eq!(listening("listening [::1]:3000"), None);
        assert_eq!(listening("listening 127.0.0.1:port"), None);
    }
}
