//! The parts of a request that no server on hyper can avoid.

/// Printed after the tables.
pub(super) const TEXT: &str = "\
## Where the instructions go

From a profile of 29 Nov 2026, of the same programs, in instructions for each request.

| a static route              | hyper, httparse |     h2 | http, bytes | tokio | allocator | the rest | axum, tower, matchit | router |
| --------------------------- | --------------: | -----: | ----------: | ----: | --------: | -------: | -------------------: | -----: |
| curl, `axum::serve`         |           4,614 |        |       2,556 | 1,483 |     2,321 |    1,805 |                1,421 |        |
| curl, `serve()`             |           4,496 |        |       1,475 | 1,316 |     1,168 |    1,246 |                  134 |  1,421 |
| browser, `axum::serve`      |           9,268 |        |       5,352 | 1,488 |     4,615 |    2,074 |                1,423 |        |
| browser, `serve()`          |           9,151 |        |       4,224 | 1,318 |     3,110 |    1,668 |                  134 |  1,385 |
| curl, HTTP/2, `axum::serve` |           1,563 | 14,876 |       5,444 | 3,721 |     3,035 |    6,081 |                1,483 |        |
| curl, HTTP/2, `serve()`     |           1,817 | 14,596 |       4,820 | 4,068 |     2,038 |    5,412 |                  134 |  2,034 |

* The twelve headers of a browser cost some 10,000 more than those of curl in both servers: hyper parses each into an `http::HeaderMap`,
  and allocates a table for them. `serve()` saves some 3,100 to 3,200 instructions for a static route over HTTP/1.1, which is 0.13 of such a request. To reach the
  ratios of curl, hyper would have to lend the headers from the buffer of the connection, which no handler of axum could read.
* Over HTTP/2 most instructions are in h2, hyper and what they call. They run a task for each stream, and poll the connection once for the
  request and once for the response. A stream without a task would need handlers that run on the task of the connection, one after the
  other, and thus on one core for a proxy with one connection. `serve()` also sends pings, for some 1,000, and adds the `Host` header of
  HTTP/1.1, for some hundreds.
";
