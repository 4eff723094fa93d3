use router_runtime::routes;



fn main() {
    routes!("cases/routes-in-a-function/app");
}
