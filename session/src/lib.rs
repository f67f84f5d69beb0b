//! What the page knows and decides.
//!
//! What belongs here: plain data, and functions from data to data. What may not enter: yew,
//! `web_sys`, gloo, `wasm_bindgen`, clocks and randomness; so all of it is tested natively.
//!
//! - [`screen`]: which of its two screens the page shows.
//! - [`workbench`]: all connections, side by side, and what they share. [`saved`], [`recent`]: what
//!   of it outlives a reload.
//! - [`tab`]: one connection and what belongs to it, a state machine: events in, effects out.
//! - [`face`]: what is to be seen of a connection: its log, or what an endpoint makes of it.
//! - [`address`], [`subprotocols`], [`close_request`]: what somebody typed to connect to, to offer,
//!   and to close with. [`failure`]: why a connection may never have opened. [`reconnect`]: when to
//!   try again.
//! - [`record`]: one line of the log: what happened to a connection, and when. [`log`]: all that a
//!   connection has heard and said, and how much of it had to go.
//! - [`payload`]: what is in a message: lines of text, or bytes. [`json`]: JSON, checked and set out
//!   in lines. [`template`]: blanks in a message that are filled in when it is sent.
//! - [`quotes`]: what a feed of `/ticker` tells of prices.
//! - [`rates`]: how many messages and bytes go each way. [`round_trips`]: how long a message takes to
//!   the server and back.
//! - [`view`]: what of a log is seen. [`scroll`]: how far a list of any length is scrolled. [`filter`]: which messages are shown, and which are hits.
//!   [`detail`]: one message, line by line. [`times`]: which time a row tells. [`announcer`]: how often
//!   a screen reader hears of new ones.
//! - [`room`]: a room of `/chat` as somebody in it knows it.
//! - [`composer`]: the message that is being written, and what was sent before.
//! - [`catalogue`]: what the page's server offers, and the addresses that its forms make.
//! - [`outbox`]: what one side has heard and the other has not yet been told.
//! - [`theme`]: light or dark.
//! - [`time`]: moments, and the randomness that comes with them. [`text_position`]: lines and columns.
//!   [`duration`], [`rfc3339`], [`size`]: times, dates, sizes and counts as a person reads them.

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
pub mod catalogue;
pub mod close_request;
pub mod composer;
pub mod connection;
pub mod detail;
pub mod duration;
pub mod failure;
pub mod filter;
pub mod json;
pub mod lesson;
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
pub mod rfc3339;
pub mod room;
pub mod round_trips;
pub mod saved;
pub mod screen;
pub mod scroll;
pub mod size;
pub mod subprotocols;
pub mod tab;
pub mod template;
pub mod text_position;
pub mod theme;
pub mod time;
pub mod times;
pub mod transport;
pub mod view;
pub mod workbench;
