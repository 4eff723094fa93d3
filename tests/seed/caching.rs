//! "Caching" and "Revalidating cached data".

use crate::shown::{ask, shows, shows_by};
use router_tests::example_app::start;

#[test]
fn route_handlers_are_not_cached_by_default() {
    let response = ask(&start(), "http://localhost:3000/convention");
    assert_eq!(response.status, 200);
    for header in ["cache-status", "cache-control", "age", "etag"] {
        assert_eq!(response.header(header), None, "{header}");
    }
}

#[test]
fn a_get_opts_into_caching_with_force_static() {
    shows(
        "
        $ curl -s 'http://localhost:3000/caching/opening?a=1'
        < 200
        < cache-control: public, max-age=0, s-maxage=31536000
        < cdn-cache-control: max-age=31536000
        < cache-status: rcache; hit
        9 to 5, for any query: None
        ",
    );
}

#[test]
fn other_methods_of_a_cached_file_are_not_cached() {
    shows(
        "
        $ curl -s -X OPTIONS http://localhost:3000/caching/opening
        < 204
        < allow: GET, HEAD, OPTIONS
        $ curl -s -X POST http://localhost:3000/caching/opening
        < 405
        < allow: GET, HEAD, OPTIONS
        405 Method Not Allowed
        ",
    );
}

#[test]
fn cached_data_is_revalidated_by_a_number_of_seconds() {
    let response = ask(&start(), "http://localhost:3000/caching/clock");
    assert!(response.body.ends_with("run 1"), "{}", response.body);
    let shared = "public, max-age=0, s-maxage=5";
    assert_eq!(response.header("cache-control"), Some(shared));
    let for_cdns = "max-age=5, stale-while-revalidate=31535995";
    assert_eq!(response.header("cdn-cache-control"), Some(for_cdns));
}

#[test]
fn cached_data_is_revalidated_by_tag_path_and_route() {
    let program = start();
    shows_by(
        &program,
        "
        $ curl -s -d 'what=offers' http://localhost:3000/caching/refresh
        < 204
        $ curl -s http://localhost:3000/caching/offers
        < 200
        < cache-status: rcache; fwd=stale; fwd-status=200; stored
        Three for two: pen, ink, notebook (run 2)
        $ curl -s http://localhost:3000/caching/prices/pen
        < 200
        < cache-status: rcache; fwd=stale; fwd-status=200; stored
        Fountain pen: 29.00 (run 2)
        $ curl -s -d 'what=prices' http://localhost:3000/caching/refresh
        < 204
        $ curl -s http://localhost:3000/caching/prices/pen
        < 200
        < cache-status: rcache; fwd=stale; fwd-status=200; stored
        Fountain pen: 29.00 (run 3)
        $ curl -s -d 'what=clock' http://localhost:3000/caching/refresh
        < 204
        $ curl -s http://localhost:3000/caching/clock
        < 200
        < cache-status: rcache; fwd=stale; fwd-status=200; stored
        …
        ",
    );
    // The invalidated response is sent once more while the handler runs.
    shows_by(
        &program,
        "
        $ curl -s -d 'what=offers-soon' http://localhost:3000/caching/refresh
        < 204
        $ curl -s http://localhost:3000/caching/offers
        < 200
        Three for two: pen, ink, notebook (run 2)
        ",
    );
}

#[test]
fn a_request_with_the_secret_revalidates_on_demand() {
    shows_by(
        &start(),
        "
        $ curl -s -H 'x-prerender-revalidate: not-a-good-secret' http://localhost:3000/caching/offers
        < 200
        < cache-status: rcache; fwd=request; fwd-status=200; stored
        Three for two: pen, ink, notebook (run 2)
        $ curl -s -H 'x-prerender-revalidate: not-the-good-secret' http://localhost:3000/caching/offers
        < 200
        < cache-status: rcache; hit
        Three for two: pen, ink, notebook (run 2)
        ",
    );
}

#[test]
fn static_params_are_prerendered() {
    shows_by(
        &start(),
        "
        $ curl -s http://localhost:3000/caching/prices/pen
        < 200
        < cache-status: rcache; hit
        Fountain pen: 29.00 (run 1)
        $ curl -s http://localhost:3000/caching/prices/notebook
        < 200
        < cache-status: rcache; fwd=miss; fwd-status=200; stored
        Notebook: 12.00 (run 2)
        ",
    );
}

#[test]
fn data_is_cached_separately_from_responses() {
    shows_by(
        &start(),
        "
        $ curl -s http://localhost:3000/data
        < 200
        count 1: 3 items
        $ curl -s http://localhost:3000/data
        < 200
        count 1: 3 items
        $ curl -s -X POST http://localhost:3000/data
        < 204
        $ curl -s http://localhost:3000/data
        < 200
        count 2: 3 items
        ",
    );
}

#[test]
fn fetches_are_revalidated_with_the_responses_made_of_them() {
    // The file sets an hour, the fetch a minute.
    shows_by(
        &start(),
        "
        $ curl -s http://localhost:3000/caching/supplies
        < 200
        < cdn-cache-control: max-age=60, stale-while-revalidate=31535940
        {\"number\":1,\"ink\":391,\"paper\":620}
        $ curl -s -X POST http://localhost:3000/caching/supplies
        < 204
        $ curl -s http://localhost:3000/caching/supplies
        < 200
        < cache-status: rcache; fwd=stale; fwd-status=200; stored
        {\"number\":2,\"ink\":392,\"paper\":620}
        $ curl -s http://localhost:3000/caching/supplies
        < 200
        {\"number\":2,\"ink\":392,\"paper\":620}
        ",
    );
}
