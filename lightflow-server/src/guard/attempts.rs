//! Wrong tokens: how many from one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Wrong tokens that an address may send at once.
const BURST: u32 = 10;
/// The time after which one of them is forgotten.
const PAUSE: Duration = Duration::from_secs(6);
/// Addresses that are remembered. Beyond, the one that is forgotten first makes room.
const ADDRESSES: usize = 1024;

/// For each address, when its last wrong token is forgotten (a leaky bucket: each wrong token fills it by one [`PAUSE`]).
pub(super) struct Attempts(Mutex<HashMap<IpAddr, Instant>>);

impl Attempts {
    pub(super) fn new() -> Attempts {
        Attempts(Mutex::default())
    }

    /// How long an address has to wait before a token of it is looked at again, where it has to.
    pub(super) fn wait(&self, from: Option<IpAddr>) -> Option<Duration> {
        let full = self.lock().get(&network(from))?.checked_duration_since(Instant::now())?;
        let over = full.checked_sub(PAUSE * (BURST - 1))?;
        (!over.is_zero()).then_some(over)
    }

    /// Notes a wrong token.
    pub(super) fn wrong(&self, from: Option<IpAddr>) {
        let now = Instant::now();
        let mut addresses = self.lock();
        let from = network(from);
        if addresses.len() >= ADDRESSES && !addresses.contains_key(&from) {
            addresses.retain(|_, empty| *empty > now);
            if addresses.len() >= ADDRESSES
                && let Some(first) = addresses.iter().min_by_key(|(_, empty)| **empty).map(|(ip, _)| *ip)
            {
                addresses.remove(&first);
            }
        }
        let empty = addresses.entry(from).or_insert(now);
        *empty = (*empty).max(now) + PAUSE;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What counts as one address: for IPv6 the network, as a host has all of a /64.
fn network(from: Option<IpAddr>) -> IpAddr {
    match from.map(|ip| ip.to_canonical()) {
        None => Ipv4Addr::UNSPECIFIED.into(),
        Some(IpAddr::V6(ip)) => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).into(),
        Some(ip) => ip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_address_that_is_often_wrong_waits_and_others_do_not() {
        let attempts = Attempts::new();
        let bad: Option<IpAddr> = Some([10, 0, 0, 1].into());
        for _ in 0..BURST {
            assert_eq!(attempts.wait(bad), None);
            attempts.wrong(bad);
        }
        assert_eq!(attempts.wait(bad), Some(PAUSE));
        assert_eq!(attempts.wait(Some([10, 0, 0, 2].into())), None);
        tokio::time::advance(PAUSE).await;
        assert_eq!(attempts.wait(bad), None);
    }

    #[test]
    fn memory_is_bounded() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let attempts = Attempts::new();
            for n in 0..3000_u32 {
                attempts.wrong(Some(Ipv4Addr::from_bits(n + 1).into()));
            }
            assert_eq!(attempts.lock().len(), ADDRESSES);
        });
    }

    #[test]
    fn the_addresses_of_one_host_count_together() {
        let one = network(Some("2001:db8::1".parse().expect("an address")));
        assert_eq!(one, network(Some("2001:db8::ffff:1".parse().expect("an address"))));
        assert_ne!(one, network(Some("2001:db8:0:1::1".parse().expect("an address"))));
    }
}
