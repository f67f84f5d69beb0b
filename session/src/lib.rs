//! The core of Ullim's workbench: it decides everything and does nothing.
//!
//! What belongs here: plain data, and functions from data to data. What may not enter: a browser, a runtime, a clock
//! or a source of randomness. So all of it is tested natively, and any program can drive it. It needs `protocol` and
//! nothing else of ours.
//!
//! It goes one way round: **event → core → effect → platform → event**. A shell (a page, a command line)
//! tells the core what happened, carries out the effects that come back, and tells what became of
//! those. The doc of [`Connection`](connection::Connection) says which methods there are for that, and in
//! which order they are called.
//!
//! # Glossary
//!
//! | word | what it means |
//! |---|---|
//! | event | Something that happened: a person did something, a transport tells something, a deadline has passed. |
//! | effect | Something to be done in the world, as data. The shell does it. |
//! | moment | The time of an event, and 128 random bits; the core has neither by itself. |
//! | connection | An address and the state of what is connected to it: attempts, retries, the queue, the log and its figures. |
//! | attempt | One try to connect, with its own transport; numbered, so that events of an earlier one are stale. |
//! | request | What an attempt asks its transport for: the URL, the subprotocols, headers, and the way there. |
//! | transport | An attempt's way to the peer: the page's own socket, or one in a worker. |
//! | tab | A connection, and how a person looks at it and writes to it. |
//! | pane | What a tab shows of its connection: the log, a room, or quotes. |
//! | lesson | A connection and a text, and nothing else of a tab. |
//! | record | One line of a log: a message, an opening or a close, and when. |
//! | recording | A file with the records of a connection, to be shown, replayed or checked later. Not written yet. |
//!
//! # Modules
//!
//! - [`connection`]: one connection, a state machine. [`request`], [`transport`]: what it asks for, and what
//!   it is told. [`reconnect`]: when it tries again.
//! - [`address`], [`subprotocols`], [`close_request`]: what a person typed to connect to, to offer, and to
//!   close with. [`auth`]: how a page shows who it is. [`failure`]: why a connection may never have opened.
//!   [`dry_run`]: what the page's own server would have answered.
//! - [`record`], [`log`]: what happened to a connection. [`rates`], [`round_trips`]: its figures.
//! - [`lesson`]: a connection and a text. [`tab`]: a connection with all that a person has for it.
//!   [`pane`]: which panes an address has.
//! - [`workbench`]: the tabs, side by side. [`saved`], [`recent`]: what of them outlives a reload.
//! - [`composer`]: the message that is being written. [`payload`], [`json`], [`template`],
//!   [`text_position`]: what is in a message.
//! - [`view`]: what of a log is seen. [`filter`]: which messages are shown, and which are hits. [`detail`]:
//!   one message, line by line. [`scroll`]: how far a list of any length is scrolled. [`announcer`]: how
//!   often a screen reader hears of new messages.
//! - [`unseen`]: which characters of a message are not seen.
//! - [`letter_case`]: which letters are the same but for their case.
//! - [`room`]: a room of `/chat`. [`quotes`]: a feed of `/ticker`.
//! - [`catalogue`]: what the page's server offers, and the addresses that its forms make.
//! - [`outbox`]: what one side has heard and the other has not yet been told.
//! - [`time`]: moments. [`format`](mod@format): times, durations and sizes as a person reads them.
//! - [`choices`]: which screen the page shows, and in which colours.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        reason = "a test stops at the first surprise, and so do its helpers"
    )
)]

pub mod address;
pub mod announcer;
pub mod auth;
pub mod catalogue;
pub mod choices;
pub mod close_request;
pub mod composer;
pub mod connection;
pub mod detail;
pub mod dry_run;
pub mod failure;
pub mod filter;
pub mod format;
pub mod json;
pub mod keys;
pub mod layout;
pub mod lesson;
pub mod letter_case;
pub mod log;
pub mod outbox;
pub mod pane;
pub mod payload;
pub mod quotes;
pub mod rates;
pub mod recent;
pub mod reconnect;
pub mod record;
pub mod request;
pub mod room;
pub mod round_trips;
pub mod saved;
pub mod scroll;
pub mod subprotocols;
pub mod tab;
pub mod template;
pub mod text_position;
pub mod time;
pub mod transport;
pub mod unseen;
pub mod view;
pub mod workbench;
