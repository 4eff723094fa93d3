console.log("route");
