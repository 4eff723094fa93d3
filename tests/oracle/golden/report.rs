//! The result of every case.

use crate::{
    cached::{self, after_the_build},
    case::{Case, Recorded, Request, Step},
    compare::{Difference, differences},
    deviations::DEVIATIONS,
    exchange::Exchange,
    server::Server,
    undriven::{AREAS, INAPPLICABLE, NOT_YET},
    wire::{self, Response},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, io,
    net::SocketAddr,
    time::Duration,
};
use tokio::time::sleep;

/// Sends a request. The handler of `/ctl` reports the work of others, which may still run, so its request is repeated for up to
/// ten seconds.
async fn send(
    server: SocketAddr,
    case: &Case,
    request: &Request,
    recorded: &Recorded,
) -> io::Result<Response> {
    let reads_control = request.path.starts_with("/ctl?") && !request.path.contains("v=");
    let mut response = wire::send(server, request).await?;
    for _ in 0..200 {
        if !reads_control || differences(case, recorded, &response).is_empty() {
            break;
        }
        sleep(Duration::from_millis(50)).await;
        response = wire::send(server, request).await?;
    }
    Ok(response)
}

/// Sends requests at the same time. The responses may come in any order, so that each recorded one gets the most similar of the rest.
async fn send_together<'c>(
    server: SocketAddr,
    case: &Case,
    exchanges: &'c [(Request, Recorded)],
) -> io::Result<Vec<(&'c Request, &'c Recorded, Response)>> {
    let pending = exchanges.iter().map(|(request, _)| {
        let request = request.clone();
        tokio::spawn(async move { wire::send(server, &request).await })
    });
    let pending: Vec<_> = pending.collect();
    let mut responses = Vec::new();
    for ((request, _), response) in exchanges.iter().zip(pending) {
        responses.push((request, response.await.map_err(io::Error::other)??));
    }
    let mut sent = Vec::new();
    for (request, recorded) in exchanges {
        let of_request = responses.iter().enumerate().filter(|(_, (other, _))| {
            (&other.method, &other.path) == (&request.method, &request.path)
        });
        let nearest =
            of_request.min_by_key(|(_, (_, response))| differences(case, recorded, response).len());
        if let Some((index, _)) = nearest {
            sent.push((request, recorded, responses.remove(index).1));
        }
    }
    Ok(sent)
}

/// The differences that no row of the table of deviations claims. The rows that claim others are added to `rows`.
pub(crate) fn unclaimed<'d>(
    exchange: &Exchange<'_>,
    found: &'d BTreeSet<Difference>,
    rows: &mut BTreeSet<usize>,
) -> Vec<&'d Difference> {
    let mut unclaimed = Vec::new();
    for difference in found {
        let mut table = DEVIATIONS.iter();
        match table.position(|row| (row.claims)(exchange, difference)) {
            Some(row) => {
                rows.insert(row);
            }
            None => unclaimed.push(difference),
        }
    }
    unclaimed
}

fn shown(exchange: &Exchange<'_>, unclaimed: &[&Difference]) -> String {
    let Exchange {
        case,
        request,
        recorded,
        response,
    } = exchange;
    format!(
        "{}: {} {:.200}\n    differs in {unclaimed:?}\n    recorded {} {:?} {:.300?}\n    here     {} {:?} {:.300?}",
        case.id,
        request.method,
        request.path,
        recorded.status,
        recorded.headers,
        recorded.body,
        response.status,
        response.headers,
        String::from_utf8_lossy(&response.body),
    )
}

#[derive(Debug, Default)]
pub(crate) struct Report {
    equal: BTreeSet<String>,
    /// Case ids by row of the table of deviations.
    deviating: BTreeMap<usize, BTreeSet<String>>,
    /// Case ids by row of the table of cases that cannot be sent.
    inapplicable: BTreeMap<usize, BTreeSet<String>>,
    /// Numbers of cases by area.
    not_yet: BTreeMap<String, usize>,
    unexplained: Vec<String>,
}

impl Report {
    /// Sends the requests of one case to the application at `server`.
    pub(crate) async fn add(&mut self, case: &Case, server: Option<&mut Server>) {
        if !AREAS.contains(&case.area.as_str()) {
            *self.not_yet.entry(case.area.clone()).or_default() += 1;
            return;
        }
        if let Some(row) = INAPPLICABLE.iter().position(|row| (row.holds)(case)) {
            self.inapplicable
                .entry(row)
                .or_default()
                .insert(case.id.clone());
            return;
        }
        let Some(server) = server else {
            self.unexplained
                .push(format!("{}: no application `{}` here", case.id, case.app));
            return;
        };
        let mut rows = BTreeSet::new();
        let failures = self.unexplained.len();
        let mut expected = server.advance(after_the_build(case)).await;
        let mut was_stale = false;
        for step in &case.steps {
            let sent = match step {
                Step::Exchange(request, recorded) => {
                    let response = send(server.address, case, request, recorded).await;
                    response.map(|response| vec![(request, recorded, response)])
                }
                Step::Concurrent(exchanges) => send_together(server.address, case, exchanges).await,
                Step::Wait(seconds) => {
                    expected = expected.and(server.advance(*seconds).await);
                    was_stale = false;
                    continue;
                }
            };
            let sent = match sent {
                Ok(sent) => sent,
                Err(error) => {
                    self.unexplained.push(format!("{}: {error}", case.id));
                    continue;
                }
            };
            for (request, recorded, response) in &sent {
                let mut found = differences(case, recorded, response);
                if cached::state(&response.headers) == Some("STALE") {
                    expected = expected.and(server.advance(0.0).await);
                }
                let is_stale = cached::state(&recorded.headers) == Some("STALE");
                if was_stale && is_stale {
                    found.retain(|difference| *difference == Difference::Status);
                }
                was_stale = is_stale;
                let exchange = Exchange {
                    case,
                    request,
                    recorded,
                    response,
                };
                let unclaimed = unclaimed(&exchange, &found, &mut rows);
                if !unclaimed.is_empty() {
                    self.unexplained.push(shown(&exchange, &unclaimed));
                }
            }
        }
        if let Err(error) = expected {
            self.unexplained.push(format!("{}: {error}", case.id));
        }
        if self.unexplained.len() > failures {
            return;
        }
        if rows.is_empty() {
            self.equal.insert(case.id.clone());
        }
        for row in rows {
            self.deviating
                .entry(row)
                .or_default()
                .insert(case.id.clone());
        }
    }

    /// Asserts that every difference has a reason.
    pub(crate) fn assert_explained(&self) {
        assert!(
            self.unexplained.is_empty(),
            "{} cases differ without a reason:\n{}",
            self.unexplained.len(),
            self.unexplained.join("\n")
        );
    }

    /// Asserts that the tables list exactly the cases of the copied recording that they cover.
    pub(crate) fn assert_tables_are_exact(&self) {
        assert!(DEVIATIONS.len() <= 40, "the table of deviations is bounded");
        let deviations = DEVIATIONS
            .iter()
            .map(|row| (row.reason, row.cases))
            .enumerate();
        let inapplicable = INAPPLICABLE
            .iter()
            .map(|row| (row.reason, row.cases))
            .enumerate();
        let rows = deviations
            .map(|(index, row)| (row, self.deviating.get(&index)))
            .chain(inapplicable.map(|(index, row)| (row, self.inapplicable.get(&index))));
        let mut wrong = Vec::new();
        for ((reason, listed), found) in rows {
            let listed: BTreeSet<&str> = listed.split_whitespace().collect();
            let found: BTreeSet<&str> = found.into_iter().flatten().map(String::as_str).collect();
            if listed.is_empty() || listed != found {
                let found: Vec<&str> = found.into_iter().collect();
                wrong.push(format!("{reason}\n    covers: {}", found.join(" ")));
            }
        }
        assert!(
            wrong.is_empty(),
            "rows that list other cases than they cover:\n{}",
            wrong.join("\n")
        );
        let expected = NOT_YET.map(|(area, count)| (area.to_owned(), count)).into();
        assert_eq!(self.not_yet, expected, "areas that are not driven yet");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let covered = |rows: &BTreeMap<usize, BTreeSet<String>>| {
            rows.values().flatten().collect::<BTreeSet<_>>().len()
        };
        write!(
            f,
            "{} equal, {} deviate on purpose, {} do not apply, {} not driven yet, {} unexplained",
            self.equal.len(),
            covered(&self.deviating),
            covered(&self.inapplicable),
            self.not_yet.values().sum::<usize>(),
            self.unexplained.len(),
        )
    }
}
