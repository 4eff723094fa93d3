//! Requests for many paths once, among requests for hot ones.

/// Requests 100 hot keys, and then each key of a scan once with some hot ones between. `is_hit` requests the key of a name and returns
/// `true` for a response from the cache.
///
/// # Panics
///
/// Panics if the hit ratio of the hot keys drops below 95 %.
pub async fn hot_keys_survive_a_scan(is_hit: impl AsyncFn(String) -> bool) {
    for _ in 0..4 {
        for hot in 0..100 {
            is_hit(format!("hot{hot}")).await;
        }
    }
    let (mut hits, mut requests) = (0, 0);
    for scanned in 0..5_000 {
        is_hit(format!("once{scanned}")).await;
        if scanned % 5 == 0 {
            requests += 1;
            hits += usize::from(is_hit(format!("hot{}", (scanned / 5) % 100)).await);
        }
    }
    assert!(hits * 100 >= requests * 95, "{hits} hits of {requests}");
}
