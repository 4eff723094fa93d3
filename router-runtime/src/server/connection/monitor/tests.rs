use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn monitor() -> (Monitor, Instant) {
    let now = Instant::now();
    (Monitor::new(&Limits::default(), now), now)
}

fn after_requests(requests: u64) -> Snapshot {
    Snapshot {
        requests,
        read: requests * 100,
        written: requests * 100,
        ..Snapshot::default()
    }
}

#[tokio::test]
async fn the_first_headers_have_their_time_from_the_start() {
    let (mut monitor, start) = monitor();
    let end = start + 30 * SECOND;
    assert_eq!(
        monitor.observe(start, Snapshot::default()),
        Verdict::Wait(Some(end))
    );
    let trickle = Snapshot {
        read: 1,
        ..Snapshot::default()
    };
    assert_eq!(
        monitor.observe(start + 29 * SECOND, trickle),
        Verdict::Wait(Some(end))
    );
    assert_eq!(
        monitor.observe(end, trickle),
        Verdict::Close(Exceeded::Header)
    );
}

#[tokio::test]
async fn later_headers_have_their_time_from_their_first_byte() {
    let (mut monitor, start) = monitor();
    let idle = after_requests(1);
    assert_eq!(
        monitor.observe(start, idle),
        Verdict::Wait(Some(start + 75 * SECOND))
    );
    let first_byte = start + 70 * SECOND;
    let mut head = Snapshot {
        read: idle.read + 1,
        ..idle
    };
    assert_eq!(
        monitor.observe(first_byte, head),
        Verdict::Wait(Some(first_byte + 30 * SECOND))
    );
    head.read += 1;
    let next = monitor.observe(first_byte + 29 * SECOND, head);
    assert_eq!(next, Verdict::Wait(Some(first_byte + 30 * SECOND)));
    assert_eq!(
        monitor.observe(first_byte + 30 * SECOND, head),
        Verdict::Close(Exceeded::Header)
    );
}

#[tokio::test]
async fn each_request_begins_the_idle_time() {
    let (mut monitor, start) = monitor();
    for requests in 1..=3 {
        let now = start + 74 * SECOND * requests;
        let seen = after_requests(requests.into());
        assert_eq!(
            monitor.observe(now, seen),
            Verdict::Wait(Some(now + 75 * SECOND))
        );
        assert_eq!(monitor.idle_since(), Some(now));
    }
    let end = start + (74 * 3 + 75) * SECOND;
    assert_eq!(
        monitor.observe(end, after_requests(3)),
        Verdict::Close(Exceeded::Idle)
    );
}

#[tokio::test]
async fn a_running_request_may_take_any_time() {
    let (mut monitor, start) = monitor();
    let running = Snapshot {
        is_running: true,
        ..after_requests(1)
    };
    for hours in 0..3 {
        let now = start + hours * 3600 * SECOND;
        assert_eq!(monitor.observe(now, running), Verdict::Wait(None));
        assert_eq!(monitor.idle_since(), None);
    }
    let end = start + 9999 * SECOND;
    assert_eq!(
        monitor.observe(end, after_requests(1)),
        Verdict::Wait(Some(end + 75 * SECOND))
    );
}

#[tokio::test]
async fn pings_of_http_2_do_not_keep_a_connection_open() {
    let (mut monitor, start) = monitor();
    let idle = Snapshot {
        is_http2: true,
        ..after_requests(1)
    };
    monitor.observe(start, idle);
    let ping = Snapshot {
        read: idle.read + 17,
        ..idle
    };
    let next = monitor.observe(start + 60 * SECOND, ping);
    assert_eq!(next, Verdict::Wait(Some(start + 75 * SECOND)));
    assert_eq!(
        monitor.observe(start + 75 * SECOND, ping),
        Verdict::Close(Exceeded::Idle)
    );
}

#[tokio::test]
async fn a_client_that_reads_a_little_stays_connected() {
    let (mut monitor, start) = monitor();
    let mut blocked = Snapshot {
        is_running: true,
        is_blocked: true,
        ..after_requests(1)
    };
    for intervals in 0..5 {
        let now = start + 59 * SECOND * intervals;
        let next = monitor.observe(now, blocked);
        assert_eq!(next, Verdict::Wait(Some(now + 60 * SECOND)));
        blocked.written += 1024;
    }
    let last = start + 59 * 5 * SECOND;
    monitor.observe(last, blocked);
    blocked.written += 1023;
    let next = monitor.observe(last + 59 * SECOND, blocked);
    assert_eq!(next, Verdict::Wait(Some(last + 60 * SECOND)));
    let end = monitor.observe(last + 60 * SECOND, blocked);
    assert_eq!(end, Verdict::Close(Exceeded::Response));
}

#[tokio::test]
async fn bytes_that_were_sent_end_a_stall() {
    let (mut monitor, start) = monitor();
    let running = Snapshot {
        is_running: true,
        ..after_requests(1)
    };
    let blocked = Snapshot {
        is_blocked: true,
        ..running
    };
    monitor.observe(start, blocked);
    monitor.observe(start + 59 * SECOND, running);
    let again = start + 600 * SECOND;
    assert_eq!(
        monitor.observe(again, blocked),
        Verdict::Wait(Some(again + 60 * SECOND))
    );
}

#[tokio::test]
async fn a_client_that_resets_most_of_its_requests_is_disconnected() {
    let (mut monitor, start) = monitor();
    let seen = |requests, cancelled| Snapshot {
        cancelled,
        is_http2: true,
        is_running: true,
        ..after_requests(requests)
    };
    let wait = Verdict::Wait(None);
    assert_eq!(monitor.observe(start, seen(128, 128)), wait);
    assert_eq!(monitor.observe(start, seen(100_000, 50_000)), wait);
    let end = monitor.observe(start, seen(131, 130));
    assert_eq!(end, Verdict::Close(Exceeded::Resets));
}

#[tokio::test]
async fn any_number_of_resets_may_be_allowed() {
    let now = Instant::now();
    let limits = Limits {
        http2_max_resets: usize::MAX,
        ..Limits::default()
    };
    let seen = Snapshot {
        cancelled: 1000,
        is_http2: true,
        is_running: true,
        ..after_requests(1000)
    };
    let next = Monitor::new(&limits, now).observe(now, seen);
    assert_eq!(next, Verdict::Wait(None));
}

#[tokio::test]
async fn a_request_that_crosses_the_farewell_is_completed() {
    let (mut monitor, start) = monitor();
    assert!(monitor.say_farewell(start));
    assert!(!monitor.say_farewell(start));
    let running = Snapshot {
        is_running: true,
        is_http2: true,
        ..after_requests(1)
    };
    let next = monitor.observe(start + 4 * SECOND, running);
    assert_eq!(next, Verdict::Wait(None));
    // Its last bytes are sent after it has ended.
    let end = start + 600 * SECOND;
    let ended = Snapshot {
        is_running: false,
        ..running
    };
    let next = monitor.observe(end, ended);
    assert_eq!(next, Verdict::Wait(Some(end + 5 * SECOND)));
    let next = monitor.observe(end + 5 * SECOND, ended);
    assert_eq!(next, Verdict::Close(Exceeded::Idle));
}
