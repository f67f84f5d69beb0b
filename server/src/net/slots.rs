//! How many connections there may be, in all and of one address, and the answer to one too many.
//!
//! A slot is taken before anything else is done for a connection and is given back when it is
//! dropped, so that it is free again however the connection ends.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use thiserror::Error;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config::Limits;
use crate::http::text::text;

/// After how many seconds it makes sense to try again.
const RETRY_AFTER_S: u32 = 10;

/// The slots of a server; clones give out the same ones.
#[derive(Clone, Debug)]
pub(crate) struct Slots {
    all: Arc<Semaphore>,
    of_addresses: Arc<Mutex<HashMap<IpAddr, usize>>>,
    per_address: usize,
}

/// The right to be one of all connections.
pub(crate) type Slot = OwnedSemaphorePermit;

/// The right to be one of an address's connections.
#[derive(Debug)]
pub(crate) struct AddressSlot {
    slots: Slots,
    address: IpAddr,
}

/// There is no slot left.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(crate) enum Full {
    /// 503: of all.
    #[error("The server has as many connections as it takes; try again later.")]
    All,
    /// 429: of the client's address.
    #[error(
        "Your address has as many connections as it may have, which is {0}; close one of them."
    )]
    Address(usize),
}

impl Slots {
    /// As many as the limits allow.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            all: Arc::new(Semaphore::new(limits.max_connections)),
            of_addresses: Arc::default(),
            per_address: limits.max_connections_per_address,
        }
    }

    /// One of all.
    pub(crate) fn take(&self) -> Result<Slot, Full> {
        let taken = Arc::clone(&self.all).try_acquire_owned();
        taken.map_err(|_| Full::All)
    }

    /// One of those of an address.
    pub(crate) fn take_of(&self, address: IpAddr) -> Result<AddressSlot, Full> {
        let address = network(address);
        let mut of_addresses = self.of_addresses();
        let taken = of_addresses.entry(address).or_default();
        if *taken == self.per_address {
            return Err(Full::Address(self.per_address));
        }
        *taken += 1;
        drop(of_addresses);
        Ok(AddressSlot {
            slots: self.clone(),
            address,
        })
    }

    /// The map is whole between any two statements, also when a thread panicked among them.
    fn of_addresses(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        let locked = self.of_addresses.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for AddressSlot {
    fn drop(&mut self) {
        let mut of_addresses = self.slots.of_addresses();
        if let Some(taken) = of_addresses.get_mut(&self.address) {
            *taken -= 1;
            if *taken == 0 {
                of_addresses.remove(&self.address);
            }
        }
    }
}

/// What is counted as one address: a site is given 2^64 addresses of IPv6, so there it is the /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address => address,
    }
}

impl Full {
    fn status(self) -> StatusCode {
        match self {
            Self::All => StatusCode::SERVICE_UNAVAILABLE,
            Self::Address(_) => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// Its name in metrics.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::All => "max-connections",
            Self::Address(_) => "max-connections-per-address",
        }
    }

    /// Answers a connection of which no request has been read.
    pub(crate) async fn answer(
        self,
        stream: &mut (impl AsyncWrite + Unpin),
    ) -> std::io::Result<()> {
        let retry = format!("retry-after: {RETRY_AFTER_S}\r\n");
        let answer = crate::http::text::raw(self.status(), &retry, &self.to_string());
        stream.write_all(answer.as_bytes()).await
    }
}

impl IntoResponse for Full {
    fn into_response(self) -> Response {
        let mut response = text(self.status(), &self.to_string());
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(per_address: usize) -> Slots {
        Slots {
            all: Arc::new(Semaphore::new(1)),
            of_addresses: Arc::default(),
            per_address,
        }
    }

    #[test]
    fn a_slot_is_free_again_when_it_is_dropped() {
        let slots = slots(1);
        let address = IpAddr::from([192, 0, 2, 1]);
        let taken = (slots.take().unwrap(), slots.take_of(address).unwrap());
        assert_eq!(slots.take().unwrap_err(), Full::All);
        assert_eq!(slots.take_of(address).unwrap_err(), Full::Address(1));
        assert!(slots.take_of([192, 0, 2, 2].into()).is_ok());
        drop(taken);
        assert!(slots.take().is_ok() && slots.take_of(address).is_ok());
        assert!(
            slots.of_addresses().is_empty(),
            "an address that is gone is forgotten"
        );
    }

    #[test]
    fn the_addresses_of_a_network_of_64_bits_are_one_and_a_mapped_one_is_that_of_ipv4() {
        for (one, other, are_one) in [
            ("2001:db8::1", "2001:db8::ffff:0:0:1", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            let slots = slots(1);
            let _taken = slots.take_of(one.parse().unwrap()).unwrap();
            let second = slots.take_of(other.parse().unwrap());
            assert_eq!(second.is_err(), are_one, "{one} {other}");
        }
    }
}
