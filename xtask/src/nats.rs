//! The nats-server that the tests start: any from 2.9 on, as Debian has it.

use anyhow::Result;

use crate::apt::{self, Program};
use crate::tools::Toolbox;

const PROGRAMS: [Program; 1] = [Program {
    what: "nats-server",
    // Debian's is where not everybody's `PATH` goes; the tests look there, too.
    names: &["nats-server", "/usr/sbin/nats-server"],
    package: "nats-server",
}];

/// Makes sure that there is a nats-server.
pub(crate) fn provide(toolbox: &Toolbox) -> Result<()> {
    apt::provide(toolbox, "some tests need NATS", &PROGRAMS, &[])
}
