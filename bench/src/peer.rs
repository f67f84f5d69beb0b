//! The table of the servers that are compared.
//!
//! What belongs here: the facts that the measurement needs about a server. What may not enter: figures, and special
//! treatment of any server.

pub(crate) mod places;
pub(crate) mod running;

use std::fs;

use crate::load::exchange::Kind;

/// A server that is measured.
#[derive(Debug)]
pub(crate) struct Peer {
    /// Its name in the tables and on the command line.
    pub(crate) name: &'static str,
    /// Its program.
    pub(crate) program: Program,
    /// The path of its echo.
    pub(crate) echo_path: &'static str,
    /// The kind of its echo.
    pub(crate) echo: Kind<'static>,
    /// Its room, if the server has one.
    pub(crate) room: Option<Room>,
}

/// The program of a server, and the source of its version.
#[derive(Debug)]
pub(crate) enum Program {
    /// Ours, which prints its version with `--version`.
    Ullim,
    /// A binary of `peers`, and the crate that it shows.
    Compiled(&'static str, &'static str),
    /// A script of `peers/scripts`, which prints its version as its second line.
    Node(&'static str),
    /// The same.
    Bun(&'static str),
    /// The same.
    Deno(&'static str),
    /// The same.
    Python(&'static str),
}

/// A room, in which a message goes to all others.
#[derive(Debug)]
pub(crate) struct Room {
    /// The path of the sender.
    pub(crate) sender_path: &'static str,
    /// The path of the listeners.
    pub(crate) listener_path: &'static str,
    /// The kind of its messages.
    pub(crate) kind: Kind<'static>,
}

/// The name of ours.
pub(crate) const ULLIM: &str = "ullim";

const ROOM: Option<Room> = Some(Room {
    sender_path: "/room",
    listener_path: "/room",
    kind: Kind::Binary,
});

const LESSON: Kind<'static> = Kind::Text {
    greeting: Some("[서버 접속 완료]"),
    prefix: "서버로부터 응답: ",
};

/// A server that echoes binary messages at `/`.
const fn echoing(name: &'static str, program: Program) -> Peer {
    Peer {
        name,
        program,
        echo_path: "/",
        echo: Kind::Binary,
        room: None,
    }
}

/// The peers in the order of the tables. Lessons come last: their answers are longer than the messages, so that they
/// are compared only with each other.
pub(crate) const PEERS: &[Peer] = &[
    Peer {
        echo_path: "/echo",
        room: Some(Room {
            sender_path: "/chat?room=bench&name=speaker",
            listener_path: "/chat?room=bench",
            kind: Kind::Text {
                greeting: None,
                prefix: "speaker: ",
            },
        }),
        ..echoing(ULLIM, Program::Ullim)
    },
    Peer {
        echo: Kind::Raw,
        ..echoing("raw", Program::Compiled("raw", "mio"))
    },
    Peer {
        room: ROOM,
        ..echoing("naive", Program::Compiled("naive", "tokio-tungstenite"))
    },
    echoing("axum", Program::Compiled("axum_ws", "axum")),
    echoing(
        "fastwebsockets",
        Program::Compiled("fastwebsockets_echo", "fastwebsockets"),
    ),
    echoing(
        "tokio-websockets",
        Program::Compiled("tokio_websockets_echo", "tokio-websockets"),
    ),
    echoing("yawc", Program::Compiled("yawc_echo", "yawc")),
    Peer {
        room: ROOM,
        ..echoing("bun", Program::Bun("bun.js"))
    },
    Peer {
        room: ROOM,
        ..echoing("ws", Program::Node("ws.js"))
    },
    echoing("deno", Program::Deno("deno.js")),
    echoing("websockets", Program::Python("websockets_echo.py")),
    echoing("picows", Program::Python("picows_echo.py")),
    Peer {
        echo: LESSON,
        ..echoing("lesson-ullim", Program::Ullim)
    },
    Peer {
        echo: LESSON,
        ..echoing("lesson-node", Program::Node("lesson.js"))
    },
];

/// The version of a crate in the lock file of the peers; the newest of several.
pub(crate) fn locked_version(name: &str) -> Option<String> {
    let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).ok()?;
    newest(&lock, name).map(str::to_owned)
}

/// Several versions of a package stand in ascending order.
fn newest<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let name = format!("name = \"{name}\"");
    let mut lines = lock.lines();
    let mut newest = None;
    while let Some(line) = lines.next() {
        if line == name {
            newest = lines
                .next()
                .and_then(|it| it.strip_prefix("version = \"")?.strip_suffix('"'));
        }
    }
    newest
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn peer_names_are_unique() {
        let names: HashSet<_> = PEERS.iter().map(|it| it.name).collect();
        assert_eq!(names.len(), PEERS.len());
    }

    #[test]
    fn newest_of_two_locked_versions_is_found() {
        let lock = "[[package]]\nname = \"ws\"\nversion = \"0.2.0\"\n\n\
                    [[package]]\nname = \"ws\"\nversion = \"0.30.0\"\n\n\
                    [[package]]\nname = \"ws-too\"\nversion = \"9.0.0\"\n";
        assert_eq!(newest(lock, "ws"), Some("0.30.0"));
        assert_eq!(newest(lock, "sw"), None);
    }
}
