-- Bestlight's entry in Resolve's menu Workspace > Scripts, where no Python scripts are listed.
--
-- It knows nothing of grading. It starts the installed Bestlight in Bestlight's own Python and lends
-- it Resolve's objects: a request names objects by number, methods from the list below, and values;
-- the answer is values and new numbers. Requests and replies are files in a folder that Bestlight
-- makes for this one session and removes at its end. Written for Lua 5.1 and LuaJIT.

local PYTHON = "@PYTHON@"
local VERSION = "@VERSION@"
local PROTOCOL = 1
local ALLOWED_NAMES = [[
  AddColorGroup AddVersion ApplyAutoColor ApplyGradeFromDRX AssignToColorGroup CopyAttributes
  DeleteColorGroup DeleteStills DeleteTimelines DeleteVersionByName DuplicateTimeline
  ExportCurrentFrameAsStill ExportFrame ExportLUT ExportStills ExportThumbnails GetAlbumName GetCDL
  GetClipEnabled GetClipProperty GetClipsInTimeline GetColorGroup GetColorGroupsList
  GetCurrentDatabase GetCurrentPage GetCurrentProject GetCurrentStillAlbum GetCurrentTimecode
  GetCurrentTimeline GetCurrentVersion GetCurrentVideoItem GetDuration GetFusionCompCount GetGallery
  GetGalleryStillAlbums GetIsTrackLocked GetItemListInTrack GetLUT GetLabel GetLeftOffset
  GetMediaPool GetMediaPoolItem GetMetadata GetName GetNodeGraph GetNodeLabel GetNumNodes
  GetPostClipNodeGraph GetPreClipNodeGraph GetProductName GetProjectManager GetProperty
  GetSelectedClips GetSetting GetSourceEndFrame GetSourceStartFrame GetStart GetStartFrame
  GetStartTimecode GetStills GetTimelineByIndex GetTimelineCount GetToolsInNode GetTrackCount
  GetTrackName GetTrackTypeAndIndex GetUniqueId GetVersion GetVersionNameList GetVersionString
  GrabStill IsRenderingInProgress LoadVersionByName OpenPage RefreshLUTList RemoveFromColorGroup
  SetCDL SetCurrentTimecode SetCurrentTimeline SetLUT SetLabel SetNodeEnabled
]]

local SILENCE_SECONDS = 5 -- it asks every second; after this long without, we look whether it lives
local UNKNOWN_SECONDS = 120 -- where nothing tells whether it does, it is gone after this long
local LONGEST_SECONDS = 600 -- and in any case after this: its number may be another process's by then
local SPIN_SECONDS = 0.003 -- calls come in series: after one we look for the next without a pause,
local BUSY_SECONDS = 0.1   -- then with short ones
local BUSY_PAUSE = 0.001
local IDLE_PAUSE = 0.02
local LOOK_SECONDS = 1
local DEEPEST = 64

local ALLOWED = {}
for name in ALLOWED_NAMES:gmatch("%S+") do ALLOWED[name] = true end

local unpack = unpack or table.unpack
local NULL = {}

local function say(sentence)
  print("Bestlight: " .. sentence)
end

-- JSON -------------------------------------------------------------------------------------------

local function utf8_of(code)
  local char, floor = string.char, math.floor
  if code < 0x80 then return char(code) end
  if code < 0x800 then return char(0xC0 + floor(code / 64), 0x80 + code % 64) end
  local tail = char(0x80 + floor(code / 64) % 64, 0x80 + code % 64)
  if code < 0x10000 then return char(0xE0 + floor(code / 4096)) .. tail end
  return char(0xF0 + floor(code / 262144), 0x80 + floor(code / 4096) % 64) .. tail
end

local ESCAPES = { ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t" }

-- A \u escape whose digits begin at `at`: its text, and where the rest begins.
local function read_unicode(text, at)
  local high = tonumber(text:match("^%x%x%x%x", at) or error("bad escape"), 16)
  at = at + 4
  if high < 0xD800 or high > 0xDFFF then return utf8_of(high), at end
  local low = tonumber(text:match("^\\u([dD][c-fC-F]%x%x)", at) or "", 16)
  if high > 0xDBFF or not low then return "\239\191\189", at end
  return utf8_of(0x10000 + (high - 0xD800) * 1024 + low - 0xDC00), at + 6
end

local function read_string(text, at)
  local parts = {}
  while true do
    local stop = text:find('["\\]', at) or error("a text without an end")
    parts[#parts + 1] = text:sub(at, stop - 1)
    if text:sub(stop, stop) == '"' then return table.concat(parts), stop + 1 end
    local letter = text:sub(stop + 1, stop + 1)
    if letter == "u" then
      parts[#parts + 1], at = read_unicode(text, stop + 2)
    else
      parts[#parts + 1] = ESCAPES[letter] or error("bad escape")
      at = stop + 2
    end
  end
end

local function read_number(text, at)
  local digits = text:match("^-?%d+%.?%d*[eE]?[-+]?%d*", at) or error("no value")
  -- The C library may have been told to write decimal commas.
  local number = tonumber(digits) or tonumber((digits:gsub("%.", ","))) or error("bad number")
  return number, at + #digits
end

local read_value

-- What stands between brackets, each item read by `read_item`.
local function read_items(text, at, closing, read_item)
  at = text:match("^%s*()", at)
  if text:sub(at, at) == closing then return at + 1 end
  while true do
    at = text:match("^%s*()", read_item(at))
    local mark = text:sub(at, at)
    if mark == closing then return at + 1 end
    if mark ~= "," then error("no comma") end
    at = at + 1
  end
end

local function read_list(text, at, depth)
  local list = {}
  local after = read_items(text, at, "]", function(from)
    list[#list + 1], from = read_value(text, from, depth)
    return from
  end)
  return list, after
end

local function read_object(text, at, depth)
  local object = {}
  local after = read_items(text, at, "}", function(from)
    local key
    from = text:match('^%s*"()', from) or error("no key")
    key, from = read_string(text, from)
    from = text:match("^%s*:()", from) or error("no colon")
    object[key], from = read_value(text, from, depth)
    return from
  end)
  return object, after
end

-- The value at `at` (null is NULL), and where the rest begins.
function read_value(text, at, depth)
  if depth > DEEPEST then error("too deep") end
  at = text:match("^%s*()", at)
  local mark = text:sub(at, at)
  if mark == '"' then return read_string(text, at + 1) end
  if mark == "[" then return read_list(text, at + 1, depth + 1) end
  if mark == "{" then return read_object(text, at + 1, depth + 1) end
  if text:sub(at, at + 3) == "true" then return true, at + 4 end
  if text:sub(at, at + 4) == "false" then return false, at + 5 end
  if text:sub(at, at + 3) == "null" then return NULL, at + 4 end
  return read_number(text, at)
end

local function escaped_sequence(bytes)
  local lead, size = bytes:byte(1), 0
  local code = 0
  if lead < 0xE0 then code, size = lead - 0xC0, 2
  elseif lead < 0xF0 then code, size = lead - 0xE0, 3
  elseif lead < 0xF5 then code, size = lead - 0xF0, 4 end
  if size == 0 or #bytes < size then return ("\\ufffd"):rep(#bytes) end
  for i = 2, size do code = code * 64 + bytes:byte(i) - 0x80 end
  if code > 0x10FFFF or (code >= 0xD800 and code <= 0xDFFF) then return "\\ufffd" end
  local stray = ("\\ufffd"):rep(#bytes - size)
  if code < 0x10000 then return ("\\u%04x"):format(code) .. stray end
  code = code - 0x10000
  return ("\\u%04x\\u%04x"):format(0xD800 + math.floor(code / 1024), 0xDC00 + code % 1024) .. stray
end

local function json_string(text)
  local ascii = text:gsub('[%c"\\\127]', function(c) return ("\\u%04x"):format(c:byte()) end)
  if ascii:find("[\128-\255]") then
    ascii = ascii:gsub("[\192-\255][\128-\191]*", escaped_sequence):gsub("[\128-\255]", "\\ufffd")
  end
  return '"' .. ascii .. '"'
end

local DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local PAIRS = {} -- a picture has millions of them
for code = 0, 4095 do
  local low = code % 64
  local high = (code - low) / 64
  PAIRS[code] = DIGITS:sub(high + 1, high + 1) .. DIGITS:sub(low + 1, low + 1)
end

local function base64(bytes)
  local encoded = bytes:gsub("..?.?", function(group)
    local first, second, third = group:byte(1, 3)
    local code = first * 65536 + (second or 0) * 256 + (third or 0)
    local low = code % 4096
    local text = PAIRS[(code - low) / 4096] .. PAIRS[low]
    return third and text or text:sub(1, #group + 1) .. ("="):rep(3 - #group)
  end)
  return encoded
end

-- Text, or bytes where it is no UTF-8: Lua has one kind of both.
local function json_text(text)
  local is_text = not text:find("^[\128-\191\245-\255]") -- how most pictures begin
  local json = is_text and json_string(text)
  return json and not json:find("\\ufffd", 1, true) and json or '{"b":"' .. base64(text) .. '"}'
end

local function json_number(number)
  if number ~= number or number == math.huge or number == -math.huge then return "null" end
  if number == math.floor(number) and math.abs(number) < 2 ^ 53 then return ("%d"):format(number) end
  return (("%.17g"):format(number):gsub(",", "."))
end

-- Resolve's objects ------------------------------------------------------------------------------

local objects, next_handle = {}, 1

local function is_object(value)
  if type(value) ~= "table" then return true end -- userdata, or LuaJIT's cdata
  local meta = getmetatable(value)
  return meta ~= nil and (type(meta) ~= "table" or meta.__index ~= nil)
end

-- How many items a table has that has the keys 1 to n and no others; nil for other tables.
local function list_length(value)
  local count, highest = 0, 0
  for key in pairs(value) do
    if type(key) ~= "number" or key < 1 or key ~= math.floor(key) then return nil end
    count, highest = count + 1, math.max(highest, key)
  end
  return count == highest and count or nil
end

local function packed(value, depth)
  local kind = type(value)
  if kind == "nil" then return "null" end
  if kind == "boolean" then return tostring(value) end
  if kind == "number" then return json_number(value) end
  if kind == "string" then return json_text(value) end
  if kind == "cdata" and tonumber(value) then return json_number(tonumber(value)) end
  if kind == "function" or kind == "thread" or depth > DEEPEST then error("no value: " .. kind) end
  if is_object(value) then
    local handle = next_handle
    objects[handle], next_handle = value, handle + 1
    return '{"@":' .. handle .. "}"
  end
  local parts = {}
  local length = list_length(value)
  if length then
    for i = 1, length do parts[i] = packed(value[i], depth + 1) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for key, item in pairs(value) do
    parts[#parts + 1] = "[" .. packed(key, depth + 1) .. "," .. packed(item, depth + 1) .. "]"
  end
  return '{"m":[' .. table.concat(parts, ",") .. "]}"
end

local function unpacked(value)
  if value == NULL then return nil end
  if type(value) ~= "table" then return value end
  if value["@"] then return objects[value["@"]] or error("an object was given back") end
  local result = {}
  if value.m then
    for _, pair in ipairs(value.m) do result[unpacked(pair[1])] = unpacked(pair[2]) end
  else
    for i = 1, #value do result[i] = unpacked(value[i]) end
  end
  return result
end

local function made_call(handle, name, arguments)
  local object = objects[handle] or error("this object was given back", 0)
  local values, count = {}, #arguments
  for i = 1, count do values[i] = unpacked(arguments[i]) end
  local method = object[name]
  if method == nil then error("not known to this Resolve", 0) end
  return packed(method(object, unpack(values, 1, count)), 0)
end

local function result_of(call)
  local handle, name, arguments = call[1], call[2], call[3]
  if name == "?" then -- whether an object has a method
    local known, method = pcall(function() return objects[handle][arguments[1]] end)
    return '{"v":' .. tostring(known and method ~= nil) .. "}"
  end
  if not ALLOWED[name] then
    return '{"e":' .. json_string("Bestlight's launcher does not call " .. tostring(name)) .. "}"
  end
  local made, answer = pcall(made_call, handle, name, arguments)
  if made then return '{"v":' .. answer .. "}" end
  return '{"e":' .. json_string(name .. ": " .. tostring(answer)) .. "}"
end

local function reply_to(request)
  for _, handle in ipairs(request.drop) do
    if handle ~= 0 then objects[handle] = nil end
  end
  local results = {}
  for i, call in ipairs(request.calls) do results[i] = result_of(call) end
  return ('{"id":%d,"results":[%s]}\n'):format(request.id, table.concat(results, ","))
end

local function find_resolve()
  if resolve then return resolve end
  local found = bmd and bmd.scriptapp and bmd.scriptapp("Resolve")
  if found then return found end
  local host = app or fu
  return host and host:GetResolve()
end

-- Files ------------------------------------------------------------------------------------------

local function read_file(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local content = file:read("*a")
  file:close()
  return content
end

-- Write a whole file or none.
local function write_file(path, content)
  local part = path .. ".part"
  local file = io.open(part, "wb")
  local written = file and file:write(content)
  local closed = file and file:close()
  if written and closed and os.rename(part, path) then return true end
  os.remove(part)
  return false
end

local function exists(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

-- Starting ---------------------------------------------------------------------------------------

local ON_WINDOWS = package ~= nil and package.config:sub(1, 1) == "\\"

local function quoted(word, on_windows)
  if on_windows then return '"' .. word .. '"' end
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

-- The number of this process, where LuaJIT can tell it; else 0.
local function own_process()
  local has_ffi, ffi = pcall(require, "ffi")
  if not has_ffi then return 0 end
  local known, number = pcall(function()
    ffi.cdef("unsigned long GetCurrentProcessId(void);")
    return tonumber(ffi.C.GetCurrentProcessId())
  end)
  return known and number or 0
end

-- Whether a process runs; nil where nothing tells. One that has ended, and that its parent has not
-- asked about, does not.
local function process_lives(number, on_windows)
  if not on_windows then
    local ended = "case \"$(ps -o stat= -p %d 2>/dev/null)\" in Z*) false;; esac"
    local status = os.execute(("kill -0 %d 2>/dev/null && " .. ended):format(number, number))
    return status == 0 or status == true
  end
  local has_ffi, ffi = pcall(require, "ffi")
  if not has_ffi then return nil end
  local known, lives = pcall(function()
    ffi.cdef([[
      void *OpenProcess(unsigned long access, int inherit, unsigned long number);
      unsigned long WaitForSingleObject(void *process, unsigned long milliseconds);
      int CloseHandle(void *process);
    ]])
    local process = ffi.C.OpenProcess(0x00100000, 0, number)
    if process == nil then return false end
    local waited = ffi.C.WaitForSingleObject(process, 0)
    ffi.C.CloseHandle(process)
    return waited == 0x102 -- it still runs
  end)
  if known then return lives end
  return nil
end

-- The command line for the system's shell. A shell knows its parent, which is this process.
local function command_line(python, file, on_windows)
  local process = on_windows and tostring(own_process()) or "$PPID"
  local command = quoted(python, on_windows) .. " -E -P -m resolve_plugin.session --start-spool "
    .. quoted(file, on_windows) .. " --launcher " .. process
  -- cmd takes the first and the last quotation mark of such a line away.
  return on_windows and '"' .. command .. '"' or command
end

-- A name for the file by which Bestlight tells us its folder. On Windows the C library's own names
-- lie in the root of the disk.
local function rendezvous_file()
  if not ON_WINDOWS then return os.tmpname() end
  local folder = os.getenv("TEMP") or os.getenv("TMP") or error("no temporary folder")
  return ("%s\\bestlight-%d-%d"):format(folder, os.time(), os.clock() * 1e6)
end

-- Start Bestlight: the folder it has made, or nil. The file is trusted only when Bestlight says that
-- it wrote it: somebody else might have put one of that name there.
local function start()
  local named, file = pcall(rendezvous_file)
  if not named then return nil end
  local status = os.execute(command_line(PYTHON, file, ON_WINDOWS))
  local started = status == 0 or status == true
  local folder = started and (read_file(file) or ""):match("^(.+)\n$")
  os.remove(file)
  return folder
end

-- Serving ----------------------------------------------------------------------------------------

-- End from our side: Bestlight sees that `open` is gone.
local function break_off(folder, reason)
  write_file(folder .. "/end.json", '{"bye":' .. json_string(reason) .. "}\n")
  os.remove(folder .. "/open")
  return reason
end

-- Whether Bestlight is gone after so many seconds of silence. One that other work keeps from its turn
-- is silent, too, and comes again.
local function is_gone(folder, silent)
  local number = tonumber((read_file(folder .. "/open") or ""):match("^[1-9]%d*"))
  local lives = number and process_lives(number, ON_WINDOWS)
  if lives == nil then return silent >= UNKNOWN_SECONDS end
  return not lives or silent >= LONGEST_SECONDS
end

-- Bestlight is gone: remove what it left.
local function clear(folder, number)
  for _, name in ipairs({ "rep-%06d.json", "req-%06d.json" }) do
    os.remove(folder .. "/" .. name:format(number - 1))
    os.remove(folder .. "/" .. name:format(number))
  end
  os.remove(folder .. "/request.part")
  os.remove(folder .. "/open")
  os.remove(folder)
  return "it has ended without a word; open it again"
end

-- Answer one request: whether more may come and whether calls were made, or false and a sentence.
local function answer(folder, number, text)
  local readable, request = pcall(read_value, text, 1, 0)
  if readable and type(request) == "table" and request.bye then return false, request.bye end
  local made, reply = pcall(function() return reply_to(request) end)
  if not made then return false, break_off(folder, "the connection broke; open Bestlight again") end
  local path = ("%s/rep-%06d.json"):format(folder, number)
  if not write_file(path, reply) and exists(folder .. "/open") then
    return false, break_off(folder, "a file could not be written; is the disk full?")
  end
  return true, #request.calls > 0
end

-- Answer until the end; a sentence for the user, or nil. `bmd.wait` must not be called within
-- pcall: it may yield.
local function serve(folder)
  local hello = '{"hello":%d,"launcher":"lua","version":%s,"pid":0}\n'
  write_file(folder .. "/rep-000000.json", hello:format(PROTOCOL, json_string(VERSION)))
  local number, silent, since_call, since_look, called_at = 1, 0, 0, 0, 0
  local patience = SILENCE_SECONDS
  while silent < patience or not is_gone(folder, silent) do
    if silent >= patience then patience = patience + SILENCE_SECONDS end
    local path = ("%s/req-%06d.json"):format(folder, number)
    local text = read_file(path)
    if text then
      os.remove(path)
      local more, answered = answer(folder, number, text)
      if not more then return answered end
      number, silent, patience = number + 1, 0, SILENCE_SECONDS
      if answered then since_call, called_at = 0, os.clock() end
    elseif os.clock() - called_at >= SPIN_SECONDS then
      local pause = since_call < BUSY_SECONDS and BUSY_PAUSE or IDLE_PAUSE
      bmd.wait(pause)
      -- What was meant to pass is counted, so that a computer's sleep is not taken for silence.
      silent, since_call, since_look = silent + pause, since_call + pause, since_look + pause
      if since_look >= LOOK_SECONDS then
        if not exists(folder .. "/open") then return nil end
        since_look = 0
      end
    end
  end
  return clear(folder, number)
end

local function main()
  if not io or not io.open or not os or not os.execute or not os.rename then
    return say("this Resolve lets scripts open no files, so Bestlight cannot run in it; use DaVinci"
      .. " Resolve Studio, or a version before 21.1")
  end
  if not bmd or not bmd.wait then
    return say("start it inside DaVinci Resolve, from Workspace > Scripts")
  end
  objects[0] = find_resolve()
  if not objects[0] then
    return say("start it inside DaVinci Resolve, from Workspace > Scripts")
  end
  if not exists(PYTHON) then
    return say("it is not installed any more (no " .. PYTHON .. "); install it again, then run: "
      .. "bestlight resolve install")
  end
  local folder = start()
  if not folder then
    return say("it did not start; install it again, then run: bestlight resolve install")
  end
  local reason = serve(folder)
  if reason and reason ~= "" then say(reason) end
end

main()
