//! `cargo xtask proxies`: the server behind a real nginx and a real HAProxy, with the files of `deploy/`.

use std::process::ExitCode;

use anyhow::Result;

use crate::apt::{self, Program};
use crate::process::{self, cargo};
use crate::tools::Toolbox;

/// Try deploy/nginx.conf and deploy/haproxy.cfg as they stand, with the nginx and the HAProxy of Debian.
#[derive(clap::Args)]
pub(crate) struct Proxies {}

/// Debian's are where not everybody's `PATH` goes; the tests look there.
const PROGRAMS: [Program; 2] = [
    Program {
        what: "nginx",
        names: &["/usr/sbin/nginx"],
        package: "nginx-light",
    },
    Program {
        what: "HAProxy",
        names: &["/usr/sbin/haproxy"],
        package: "haproxy",
    },
];

pub(crate) fn run(Proxies {}: Proxies) -> Result<ExitCode> {
    let toolbox = Toolbox::from_env()?;
    apt::provide(&toolbox, "these tests need the proxies", &PROGRAMS, &[])?;
    process::run(cargo().args([
        "test",
        "--package=server",
        "--features=proxies",
        "--test=proxies",
    ]))?;
    Ok(ExitCode::SUCCESS)
}
