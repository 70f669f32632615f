-- Asks for the paths of the file that PATHS names, in turn, as a browser does.
local paths = {}
for line in io.lines(os.getenv("PATHS")) do
  paths[#paths + 1] = line
end
local n = 0
request = function()
  n = n % #paths + 1
  return wrk.format("GET", paths[n], { ["Host"] = "site.localhost", ["Accept-Encoding"] = "gzip" })
end
