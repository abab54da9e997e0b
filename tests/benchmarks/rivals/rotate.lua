-- wrk asks for the addresses of a file in turn, and says at the end what came of it as JSON.

local requests = {}
local last = 0

function init(arguments)
  for address in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", address)
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    'summary: {"requests": %d, "microseconds": %d, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration, e.status, e.connect + e.read + e.write + e.timeout
  ))
end
