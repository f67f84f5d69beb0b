//! The endpoints of the catalogue, one endpoint a file.

mod abort;
mod auth;
mod broken;
mod chat;
mod close;
mod described;
mod dry_run;
mod echo;
mod faults;
mod flood;
mod headers;
mod parameters;
mod ping;
mod refuse;
mod silent;
mod slow;
mod ticker;
