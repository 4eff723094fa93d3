use super::*;
use std::collections::{BTreeMap, HashMap};

#[test]
fn single_values() {
    let cases = [
        (shown::<u32>("/items/7", ONE), "7"),
        (shown::<i8>("/items/-7", ONE), "-7"),
        (
            shown::<u128>("/items/340282366920938463463374607431768211455", ONE),
            "340282366920938463463374607431768211455",
        ),
        (
            shown::<i128>("/items/-170141183460469231731687303715884105728", ONE),
            "-170141183460469231731687303715884105728",
        ),
        (shown::<f64>("/items/1.5", ONE), "1.5"),
        (shown::<bool>("/items/true", ONE), "true"),
        (shown::<char>("/items/%C3%A9", ONE), "'é'"),
        (shown::<String>("/items/a%20b", ONE), "\"a b\""),
        (shown::<String>("/items/a%252Fb", ONE), "\"a%2Fb\""),
        (shown::<String>("/items/a%2Fb", ONE), "\"a/b\""),
        (shown::<String>("/items/a+b", ONE), "\"a+b\""),
        (shown::<String>("/items/a/", ONE), "\"a\""),
        (shown::<Id>("/items/7", ONE), "Id(7)"),
        (shown::<Color>("/items/green", ONE), "Green"),
        (shown::<(u32,)>("/items/7", ONE), "(7,)"),
        (shown::<()>("/items/7", ONE), "()"),
        (shown::<Even>("/items/ab", ONE), "Even"),
        (
            shown::<Vec<(String, String)>>("/items/a%20b", ONE),
            "[(\"id\", \"a b\")]",
        ),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}

#[test]
fn several_values() {
    let cases = [
        (shown::<(String, u32)>("/red/of/7", TWO), "(\"red\", 7)"),
        (shown::<(Color, Id)>("/red/of/7", TWO), "(Red, Id(7))"),
        (shown::<Pair>("/red/of/7", TWO), "Pair(\"red\", 7)"),
        (
            shown::<Both>("/red/of/7", TWO),
            "Both { id: 7, team: \"red\" }",
        ),
        (
            shown::<BTreeMap<String, String>>("/red/of/7", TWO),
            "{\"id\": \"7\", \"team\": \"red\"}",
        ),
        (shown::<Vec<String>>("/red/of/7", TWO), "[\"red\", \"7\"]"),
        (
            shown::<Vec<(String, String)>>("/red/of/7", TWO),
            "[(\"team\", \"red\"), (\"id\", \"7\")]",
        ),
        (shown::<()>("/about", NONE), "()"),
        (shown::<HashMap<String, String>>("/about", NONE), "{}"),
        (shown::<Vec<String>>("/about", NONE), "[]"),
        (shown::<Vec<String>>("/", &[]), "[]"),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}

#[test]
fn catch_alls_are_sequences() {
    let cases = [
        (
            shown::<Vec<String>>("/files/a/b%2Fc/%20", FILES),
            "[\"a\", \"b/c\", \" \"]",
        ),
        (shown::<Vec<String>>("/files/a/", FILES), "[\"a\"]"),
        (shown::<Vec<u32>>("/files/1/2", FILES), "[1, 2]"),
        (shown::<(Vec<u32>,)>("/files/1/2", FILES), "([1, 2],)"),
        (shown::<((u32, char),)>("/files/1/2", FILES), "((1, '2'),)"),
        (
            shown::<HashMap<String, Vec<u8>>>("/files/1/2", FILES),
            "{\"path\": [1, 2]}",
        ),
        (
            shown::<Vec<(String, String)>>("/files/a/b", FILES),
            "[(\"path\", \"a\"), (\"path\", \"b\")]",
        ),
        (
            shown::<(String, Vec<String>)>("/red/a/b", TEAM),
            "(\"red\", [\"a\", \"b\"])",
        ),
        (
            shown::<Vec<String>>("/red/a/b", TEAM),
            "[\"red\", \"a\", \"b\"]",
        ),
        (
            shown::<BTreeMap<String, Either>>("/red/a/b", TEAM),
            "{\"path\": List([\"a\", \"b\"]), \"team\": Text(\"red\")}",
        ),
        (shown::<Vec<String>>("/shop", SHOP), "[]"),
        (shown::<Vec<String>>("/shop/", SHOP), "[]"),
        (shown::<Vec<String>>("/shop/a", SHOP), "[\"a\"]"),
        (shown::<Option<Vec<String>>>("/shop", SHOP), "None"),
        (
            shown::<Option<Vec<String>>>("/shop/a", SHOP),
            "Some([\"a\"])",
        ),
        (
            shown::<Tags>("/shop", SHOP),
            "Tags { tags: None, other: None }",
        ),
        (
            shown::<Tags>("/shop/a", SHOP),
            "Tags { tags: Some([\"a\"]), other: None }",
        ),
        (shown::<Vec<String>>("/", &[OptionalCatchAll("all")]), "[]"),
        (
            shown::<Vec<String>>("/a/b", &[OptionalCatchAll("all")]),
            "[\"a\", \"b\"]",
        ),
    ];
    for (got, expected) in cases {
        assert_eq!(got, expected);
    }
}
