//! "Streaming", "Request body", "Request body with a form", "CORS", "Webhooks" and "Non-UI responses".

use crate::shown::{ask, open, shows, shows_by};
use router_tests::{
    example_app::{command, start},
    program::Program,
};

#[test]
fn an_iterator_becomes_a_stream() {
    let program = start();
    let mut response = open(&program, "-N http://localhost:3000/streaming");
    assert_eq!(
        response.response.header("transfer-encoding"),
        Some("chunked")
    );
    assert_eq!(response.response.header("content-length"), None);
    let first = response.read_chunk().unwrap();
    assert_eq!(first.as_deref(), Some("packed\n"));
    assert_eq!(response.read_all().unwrap().body, "on its way\ndelivered\n");
}

#[test]
fn the_body_of_a_request_is_read_as_json() {
    shows_by(
        &start(),
        "
        $ curl -s -X POST -H 'content-type: application/json' -d '{\"item\":\"pen\",\"stars\":5}' http://localhost:3000/reviews
        < 201
        {\"item\":\"pen\",\"stars\":5}
        $ curl -s -X POST -H 'content-type: application/json' -d '{\"item\":' http://localhost:3000/reviews
        < 400
        …
        $ curl -s http://localhost:3000/reviews
        < 200
        [{\"item\":\"pen\",\"stars\":5}]
        ",
    );
}

#[test]
fn form_data_is_read_and_checked() {
    shows_by(
        &start(),
        "
        $ curl -s -d 'name=Ada+Lovelace&item=ink' http://localhost:3000/form
        < 303
        < location: /form/orders/1
        $ curl -s http://localhost:3000/form/orders/1
        < 200
        …
        <p class=\"lead\">Order 1: Ink, blue &amp; black.</p>
        …
        $ curl -s -d 'name=Ada&item=tea' http://localhost:3000/form
        < 422
        …
        <p class=\"error\" id=\"item-error\">This item is not in the shop.</p>
        …
        ",
    );
}

#[test]
fn form_data_may_contain_files() {
    shows(
        "
        $ curl -s -F 'name=Ada' -F 'letter=Dear shop' http://localhost:3000/form/upload
        < 200
        name: 3 bytes
        letter: 9 bytes
        ",
    );
}

#[test]
fn headers_allow_other_origins() {
    shows(
        "
        $ curl -s -X OPTIONS -H 'origin: https://example.org' -H 'access-control-request-method: GET' http://localhost:3000/cors
        < 204
        < access-control-allow-origin: *
        < access-control-allow-methods: GET
        $ curl -s -H 'origin: https://example.org' http://localhost:3000/cors
        < 200
        < access-control-allow-origin: *
        {\"open\":true}
        ",
    );
}

#[test]
fn a_layer_allows_other_origins_in_a_folder() {
    shows(
        "
        $ curl -s -X OPTIONS -H 'origin: https://example.net' -H 'access-control-request-method: PUT' http://localhost:3000/cors/partners
        < 200
        < access-control-allow-origin: https://example.net
        < access-control-allow-methods: GET,PUT
        < access-control-allow-headers: content-type
        $ curl -s -X PUT -H 'origin: https://example.org' -H 'content-type: application/json' -d '{\"pens\":3}' http://localhost:3000/cors/partners
        < 202
        < access-control-allow-origin: https://example.org
        {\"pens\":3}
        ",
    );
    for line in [
        "-H 'origin: https://example.com' http://localhost:3000/cors/partners",
        "-H 'origin: https://example.org' http://localhost:3000/items",
    ] {
        let response = ask(&start(), line);
        assert_eq!(response.status, 200, "{line}");
        assert_eq!(
            response.header("access-control-allow-origin"),
            None,
            "{line}"
        );
    }
}

#[test]
fn rules_allow_other_origins_in_the_application() {
    let mut shop = command();
    let program = Program::start(shop.env("ALLOW_ORIGIN", "https://example.org"));
    shows_by(
        &program,
        "
        $ curl -s -X OPTIONS -H 'origin: https://example.org' -H 'access-control-request-method: DELETE' http://localhost:3000/cookies
        < 204
        < allow: DELETE, GET, HEAD, OPTIONS, POST
        < access-control-allow-origin: https://example.org
        < access-control-allow-methods: GET, POST, PUT, PATCH, DELETE
        < access-control-allow-headers: content-type
        $ curl -s -H 'origin: https://example.org' http://localhost:3000/convention
        < 200
        < access-control-allow-origin: https://example.org
        < vary: origin
        …
        $ curl -s -H 'origin: https://example.org' http://localhost:3000/no/such/path
        < 404
        < access-control-allow-origin: https://example.org
        …
        ",
    );
}

#[test]
fn a_webhook_reads_the_raw_body_and_checks_its_signature() {
    shows_by(
        &start(),
        "
        $ curl -s -H 'x-signature-256: sha256=5e5d261319029a227b024088da9e8546e5c84a69475c6920eb34e55027fa0d44' --data-binary '{\"paid\":2900}' http://localhost:3000/webhooks
        < 200
        received 13 bytes
        $ curl -s -H 'x-signature-256: sha256=5e5d261319029a227b024088da9e8546e5c84a69475c6920eb34e55027fa0d44' --data-binary '{\"paid\":2901}' http://localhost:3000/webhooks
        < 401
        401 Unauthorized
        $ curl -s http://localhost:3000/webhooks
        < 200
        [2900]
        ",
    );
}

#[test]
fn a_response_may_be_xml() {
    let response = ask(&start(), "http://localhost:3000/rss.xml");
    assert_eq!(
        response.header("content-type"),
        Some("text/xml; charset=utf-8")
    );
    assert!(response.body.starts_with("<?xml"), "{}", response.body);
    assert!(
        response.body.contains("Ink, blue &amp; black"),
        "{}",
        response.body
    );
}
