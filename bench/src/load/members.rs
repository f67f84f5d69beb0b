//! Many members of one room, of which one sends a few messages.

use std::{rc::Rc, time::Instant};

use anyhow::Result;

use crate::load::{
    exchange::Exchange,
    fan_out::{Audience, Room, SENDER, open},
    idle::settled_kib,
    round_trips,
};

/// By how many KiB the server's resident memory grew for each member.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grown {
    /// After all had joined, before the first message.
    pub(crate) silent_kib: f64,
    /// After all messages had arrived at all of them.
    pub(crate) spoken_kib: f64,
}

/// Opens the connections. The sender then sends its messages, each after the last listener has received the one
/// before. The figures do not contain the kernel's memory.
///
/// # Errors
///
/// Those of [`super::fan_out::measure`].
pub(crate) fn measure(
    audience: &Audience,
    pid: u32,
    messages: usize,
    exchange: &Rc<Exchange>,
) -> Result<Grown> {
    let before_kib = settled_kib(pid)?;
    let mut sockets = open(audience, exchange)?;
    let grown_kib = || -> Result<f64> {
        let members = audience.listeners + 1;
        Ok((settled_kib(pid)? as f64 - before_kib as f64) / members as f64)
    };
    let silent_kib = grown_kib()?;
    let mut room = Room::new(audience.listeners);
    let mut times_ns = round_trips()?;
    for _ in 0..messages {
        room.send(1, Instant::now());
        sockets.connection(SENDER).send(1)?;
        while room.is_waiting() {
            sockets.turn(|place, _, messages| {
                if place == SENDER {
                    return Ok(());
                }
                room.arrived(place, messages, &mut times_ns)
            })?;
        }
    }
    Ok(Grown {
        silent_kib,
        spoken_kib: grown_kib()?,
    })
}
