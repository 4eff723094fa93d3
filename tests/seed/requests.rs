//! "Headers", "Redirects", "Dynamic route segments" and "URL query parameters"; the parameters of a handler.

use crate::shown::shows;

#[test]
fn the_headers_of_a_request_are_read_and_those_of_a_response_set() {
    shows(
        "
        $ curl -s -H 'accept-language: de' http://localhost:3000/headers
        < 200
        < content-language: de
        < vary: accept-language
        Guten Tag
        $ curl -s -H 'accept-language: fr' http://localhost:3000/headers
        < 200
        < content-language: en
        Good day
        ",
    );
}

#[test]
fn a_redirect_is_a_307() {
    shows(
        "
        $ curl -s http://localhost:3000/redirects
        < 307
        < location: /items/pen
        ",
    );
}

#[test]
fn a_permanent_redirect_is_a_308_for_every_method() {
    shows(
        "
        $ curl -s -X POST http://localhost:3000/redirects/old
        < 308
        < location: /redirects
        $ curl -s http://localhost:3000/redirects/old
        < 308
        < location: /redirects
        ",
    );
}

#[test]
fn a_dynamic_segment_is_given_to_the_handler() {
    shows(
        "
        $ curl -s http://localhost:3000/items/ink
        < 200
        {\"slug\":\"ink\",\"name\":\"Ink, blue & black\",\"shelf\":[\"writing\",\"inks\"],\"cents\":800}
        $ curl -s http://localhost:3000/items/%69nk
        < 200
        {\"slug\":\"ink\",\"name\":\"Ink, blue & black\",\"shelf\":[\"writing\",\"inks\"],\"cents\":800}
        $ curl -s http://localhost:3000/items/ink/blue
        < 404
        …
        ",
    );
}

#[test]
fn a_catch_all_takes_every_segment_below() {
    shows(
        "
        $ curl -s http://localhost:3000/guides/pens/care/a%2Fb
        < 200
        Guide: pens > care > a/b
        $ curl -s http://localhost:3000/guides
        < 404
        …
        ",
    );
}

#[test]
fn an_optional_catch_all_takes_none_as_well() {
    shows(
        "
        $ curl -s http://localhost:3000/catalog
        < 200
        [\"pen\",\"ink\",\"notebook\"]
        $ curl -s http://localhost:3000/catalog/writing/pens
        < 200
        [\"pen\"]
        ",
    );
}

#[test]
fn links_are_made_from_the_folders() {
    shows(
        "
        $ curl -s http://localhost:3000/items
        < 200
        {\"ink\":\"/items/ink\",\"notebook\":\"/items/notebook\",\"pen\":\"/items/pen\"}
        ",
    );
}

#[test]
fn the_query_is_read_into_a_type() {
    shows(
        "
        $ curl -s 'http://localhost:3000/search?q=e&limit=1'
        < 200
        [\"pen\"]
        $ curl -s 'http://localhost:3000/search?limit=many'
        < 400
        Failed to deserialize query string: limit: invalid digit found in string
        ",
    );
}
