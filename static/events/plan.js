// A plan that is being worked out: the page looks again by itself until it is there.

setTimeout(() => location.reload(), 2500);
